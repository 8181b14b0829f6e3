package import MayflyJSON

extension DaemonConnection {
    /// A statement to sign: one that others have signed already, or a draft.
    package func statement(_ order: StatementOrder) async throws(ClientError) -> JSON {
        var target = Self.target(order.name, order.digest)
        target.append("statement")
        target.query("decision", order.decision)
        target.query("profiles", order.profiles.joined(separator: ","))
        target.query("expires", order.expires)
        target.query("comment", order.comment)
        target.query("replaces", order.replaces)
        return try await call(.get(target.target))
    }

    /// Sends a signature.
    ///
    /// - Parameters:
    ///   - statement: The signed text, with its last line end.
    ///   - signature: The output of `ssh-keygen -Y sign`.
    package func approve(statement: String, signature: String) async throws(ClientError) -> JSON {
        let body: JSON = .object(["statement": .string(statement), "signature": .string(signature)])
        return try await call(.post("/v1/approvals", Array(body.compactText.utf8)))
    }

    /// Statements with their signatures, newest first.
    package func approvals(
        script: String? = nil,
        digest: String? = nil,
        state: String? = nil
    ) async throws(ClientError) -> JSON {
        var target = RequestTarget("v1", "approvals")
        target.query("script", script)
        target.query("digest", digest)
        target.query("state", state)
        return try await call(.get(target.target))
    }

    /// One statement with its signatures.
    package func approval(_ id: String) async throws(ClientError) -> JSON {
        try await call(.get(RequestTarget("v1", "approvals", id).target))
    }

    /// Refuses a proposed version.
    package func reject(_ reference: String, reason: String) async throws(ClientError) -> JSON {
        try await decide("/v1/rejections", reference, reason)
    }

    /// Declares that an approved version should no longer be used.
    package func deprecate(_ reference: String, reason: String) async throws(ClientError) -> JSON {
        try await decide("/v1/deprecations", reference, reason)
    }

    /// Revokes every approval of a version, for good.
    ///
    /// - Parameter kill: Whether running sessions of the version end too.
    package func revoke(
        _ reference: String,
        reason: String,
        kill: Bool = true
    ) async throws(ClientError) -> JSON {
        let body: JSON = .object([
            "script": .string(reference), "reason": .string(reason), "kill": kill ? nil : .bool(false),
        ])
        return try await call(.post("/v1/revocations", Array(body.compactText.utf8)))
    }

    /// Whose signatures count on this host.
    package func trust() async throws(ClientError) -> JSON {
        try await call(.get("/v1/trust"))
    }

    private func decide(_ path: String, _ reference: String, _ reason: String) async throws(ClientError) -> JSON {
        let body: JSON = .object(["script": .string(reference), "reason": .string(reason)])
        return try await call(.post(path, Array(body.compactText.utf8)))
    }
}
