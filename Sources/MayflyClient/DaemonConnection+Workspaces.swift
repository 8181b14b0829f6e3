package import MayflyJSON

extension DaemonConnection {
    /// The caller's workspaces, or everybody's for operators.
    package func workspaces() async throws(ClientError) -> JSON {
        try await call(.get(RequestTarget("v1", "workspaces").target))
    }

    /// One workspace with the names of its contents.
    package func workspace(_ name: String) async throws(ClientError) -> JSON {
        try await call(.get(RequestTarget("v1", "workspaces", name).target))
    }

    /// Creates an empty workspace; the daemon chooses the values that are not given.
    package func createWorkspace(
        name: String?,
        profile: String?,
        lifetime: String?
    ) async throws(ClientError) -> JSON {
        let body: JSON = .object([
            "name": name.map { .string($0) }, "profile": profile.map { .string($0) },
            "ttl": lifetime.map { .string($0) },
        ])
        return try await call(.post("/v1/workspaces", Array(body.compactText.utf8)))
    }

    /// Destroys a workspace, which is gone when this returns.
    package func deleteWorkspace(_ name: String) async throws(ClientError) -> JSON {
        try await call(.delete(RequestTarget("v1", "workspaces", name).target))
    }
}
