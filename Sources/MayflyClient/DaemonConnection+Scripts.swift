package import MayflyJSON

extension DaemonConnection {
    /// Proposes a version of a script; nothing runs.
    package func propose(_ name: String, files: [SubmitOrder.File]) async throws(ClientError) -> VersionReply {
        let body: JSON = .object(["name": .string(name), "files": .files(files)])
        let request = ClientRequest.post("/v1/scripts", Array(body.compactText.utf8), timeout: .seconds(120))
        return VersionReply(try await call(request))
    }

    /// All scripts.
    package func scripts() async throws(ClientError) -> JSON {
        try await call(.get("/v1/scripts"))
    }

    /// One script with its versions and their approvals.
    package func script(_ name: String) async throws(ClientError) -> JSON {
        var target = RequestTarget("v1", "scripts")
        target.append(name, keepingSlashes: true)
        return try await call(.get(target.target))
    }

    /// Approves one version.
    ///
    /// - Parameters:
    ///   - reference: `name@sha256:…`.
    ///   - profiles: Under which it may run.
    ///   - lifetime: How long the approval holds, for example `24h`; the daemon's default if not given.
    ///   - comment: For the record.
    package func approve(
        _ reference: String,
        profiles: [String],
        lifetime: String?,
        comment: String?
    ) async throws(ClientError) -> JSON {
        let body: JSON = .object([
            "script": .string(reference), "profiles": .strings(profiles), "lifetime": lifetime.map { .string($0) },
            "comment": comment.map { .string($0) },
        ])
        return try await call(.post("/v1/approvals", Array(body.compactText.utf8)))
    }

    /// Takes the approval of a version back; its sessions end.
    package func revoke(_ reference: String, reason: String) async throws(ClientError) -> JSON {
        let body: JSON = .object(["script": .string(reference), "reason": .string(reason)])
        return try await call(.post("/v1/revocations", Array(body.compactText.utf8)))
    }
}
