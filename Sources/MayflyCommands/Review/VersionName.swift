internal import ArgumentParser
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// A version as the command line names it: `NAME@sha256:…`, or a name alone where any version will do.
struct VersionName {
    let name: String
    /// `nil` when only the name was given.
    let digest: String?

    /// Reads a version with its whole digest: a decision must concern exactly the version that was reviewed.
    static func exact(_ text: String) throws -> VersionName {
        guard case .version(let name, let digest) = ScriptReference(text) else {
            throw ValidationError("'\(text)' is not NAME@sha256:… with all 64 digits; \(search(for: text))")
        }
        return VersionName(name: name.text, digest: digest.description)
    }

    /// Advice on how to find the version for a text without a whole digest.
    static func search(for text: String) -> String {
        let name = text.split(separator: "@", maxSplits: 1).first.flatMap { ScriptName(String($0)) }
        guard let name else { return "find the script with: mayfly script ls" }
        return "find it with: mayfly script show \(name)"
    }

    /// Reads a version, or a name for its newest version.
    static func any(_ text: String) throws -> VersionName {
        switch ScriptReference(text) {
        case .version(let name, let digest): return VersionName(name: name.text, digest: digest.description)
        case .name(let name): return VersionName(name: name.text, digest: nil)
        case .digest, nil: throw ValidationError("'\(text)' is neither NAME nor NAME@sha256:…")
        }
    }

    /// The named version; the newest one if only the name was given.
    ///
    /// - Throws: ``CommandFailure`` when the daemon sends another version.
    func version(_ daemon: DaemonConnection) async throws -> VersionReply {
        if let digest { return try Self.check(try await daemon.version(name, digest), is: digest) }
        guard let newest = try await daemon.scriptPage(name)["versions"]?.elements.first else {
            throw CommandFailure("there is no script '\(name)'")
        }
        return VersionReply(newest)
    }

    /// Refuses a version that is not the requested one.
    static func check(_ reply: VersionReply, is digest: String) throws(CommandFailure) -> VersionReply {
        guard reply.digest.hasBytes(of: digest) else {
            throw CommandFailure(
                "the daemon shows the version \(reply.digest), and \(digest) was asked for",
                advice: ["do not sign anything for this daemon before you know why"]
            )
        }
        return reply
    }

    /// The reference with its digest, if it has one.
    var text: String { digest.map { "\(name)@\($0)" } ?? name }
}
