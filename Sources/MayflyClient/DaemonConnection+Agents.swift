package import MayflyJSON

extension DaemonConnection {
    /// The agents in force, and the other callers that the daemon has seen: `items` and `strangers`.
    package func agents() async throws(ClientError) -> JSON {
        try await call(.get(RequestTarget("v1", "agents").target))
    }

    /// One agent.
    package func agent(_ name: String) async throws(ClientError) -> JSON {
        try await call(.get(RequestTarget("v1", "agents", name).target))
    }

    /// The usage by agent, script and profile; `filters` are query parameters with their values.
    package func usage(_ filters: [(name: String, value: String?)]) async throws(ClientError) -> JSON {
        var target = RequestTarget("v1", "usage")
        for filter in filters { target.query(filter.name, filter.value) }
        return try await call(.get(target.target))
    }
}
