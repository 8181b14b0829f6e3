internal import MayflyCore
package import MayflyJSON

extension DaemonConnection {
    /// Proposes a version of a script, which does not run yet.
    ///
    /// - Parameters:
    ///   - name: The name of the script.
    ///   - files: Its bundle.
    ///   - provenance: The origin of the files, in the API's form.
    package func propose(
        _ name: String,
        files: [SubmitOrder.File],
        provenance: JSON? = nil
    ) async throws(ClientError) -> VersionReply {
        let body: JSON = .object(["name": .string(name), "files": .files(files), "provenance": provenance])
        let request = ClientRequest.post("/v1/scripts", Array(body.compactText.utf8), timeout: .seconds(120))
        return VersionReply(try await call(request))
    }

    /// All scripts.
    package func scripts() async throws(ClientError) -> JSON {
        try await all("scripts", [])
    }

    /// One script with all of its versions and their approvals, newest first, joined from all pages.
    package func script(_ name: String) async throws(ClientError) -> JSON {
        var (first, versions): (JSON?, [JSON]) = (nil, [])
        try await PageLoop.run(over: "GET /v1/scripts/\(name)") { (cursor) async throws(ClientError) in
            let reply = try await scriptPage(name, cursor: cursor)
            first = first ?? reply
            return Page(items: reply["versions"]?.elements ?? [], nextCursor: reply["next_cursor"]?.text)
        } take: { page in
            versions += page
            return true
        }
        let others = (first?.members ?? []).filter { member in
            !["versions", "next_cursor"].contains { member.name.hasBytes(of: $0) }
        }
        return .object(others + [JSON.Member("versions", .array(versions))])
    }

    /// One script with some of its versions and their approvals, newest first; `next_cursor` leads to more.
    ///
    /// - Parameters:
    ///   - cursor: The start, from the page before; without one, the newest versions.
    ///   - limit: The most versions; if `nil`, as many as the daemon sends.
    package func scriptPage(_ name: String, cursor: String? = nil, limit: Int? = nil) async throws(ClientError) -> JSON
    {
        var target = RequestTarget("v1", "scripts")
        target.append(name, keepingSlashes: true)
        target.query("limit", limit.map { "\($0)" })
        target.query("cursor", cursor)
        return try await call(.get(target.target))
    }

    /// The version that a script's name alone means; `nil` when it means none.
    package func currentVersion(of name: String) async throws(ClientError) -> VersionReply? {
        let newest = ScriptReply(try await scriptPage(name))
        guard let digest = newest.olderCurrent else { return newest.current }
        let found = try await version(name, digest)
        guard found.digest.hasBytes(of: digest) else {
            throw .malformedReply(to: "GET /v1/scripts/\(name)", reason: "it shows another version than was asked for")
        }
        return found
    }

    /// One version.
    package func version(_ name: String, _ digest: String) async throws(ClientError) -> VersionReply {
        VersionReply(try await call(.get(Self.target(name, digest).target)))
    }

    /// The bytes of one file of a version.
    package func file(_ path: String, of name: String, _ digest: String) async throws(ClientError) -> ReplyBody {
        var target = Self.target(name, digest)
        target.append("files")
        target.append(path, keepingSlashes: true)
        return try await stream(.get(target.target, timeout: nil))
    }

    /// All files of a version as one tar archive.
    package func archive(of name: String, _ digest: String) async throws(ClientError) -> ReplyBody {
        var target = Self.target(name, digest)
        target.append("bundle.tar")
        return try await stream(.get(target.target, timeout: nil))
    }

    /// Versions, newest first: of one script or all, in one state or any.
    package func versions(of script: String? = nil, state: String? = nil) async throws(ClientError) -> JSON {
        try await all("versions", [("script", script), ("state", state)])
    }

    /// The history of a script's versions, oldest first.
    package func events(of script: String) async throws(ClientError) -> JSON {
        var target = RequestTarget("v1", "events")
        target.query("script", script)
        return try await call(.get(target.target))
    }

    /// All pages of a list, joined in `items`.
    private func all(_ list: String, _ filters: [(name: String, value: String?)]) async throws(ClientError) -> JSON {
        var items: [JSON] = []
        try await PageLoop.run(over: "GET /v1/\(list)") { (cursor) async throws(ClientError) in
            var target = RequestTarget("v1", list)
            for filter in filters { target.query(filter.name, filter.value) }
            target.query("limit", "500")
            target.query("cursor", cursor)
            let reply = try await call(.get(target.target))
            return Page(items: reply["items"]?.elements ?? [], nextCursor: reply["next_cursor"]?.text)
        } take: { page in
            items += page
            return true
        }
        return .object(["items": .array(items)])
    }

    /// The path of a version.
    static func target(_ name: String, _ digest: String) -> RequestTarget {
        var target = RequestTarget("v1", "scripts")
        target.append(name, keepingSlashes: true)
        target.append("versions")
        target.append(digest)
        return target
    }
}
