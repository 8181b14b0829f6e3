package import MayflyJSON

extension DaemonConnection {
    /// What the daemon is.
    package func version() async throws(ClientError) -> JSON {
        try await call(.get("/v1/version"))
    }

    /// Whether the daemon can run sessions: `ready` and named `checks`.
    ///
    /// Not being ready is an answer, not an error.
    package func readiness() async throws(ClientError) -> JSON {
        try await call(.get("/readyz"), accepting: [503])
    }

    /// All profiles.
    package func profiles() async throws(ClientError) -> JSON {
        try await call(.get("/v1/profiles"))
    }

    /// One profile.
    package func profile(_ name: String) async throws(ClientError) -> JSON {
        try await call(.get(RequestTarget("v1", "profiles", name).target))
    }

    /// Builds and destroys a canary cell; the daemon's facts and the canary's report.
    package func doctor() async throws(ClientError) -> JSON {
        try await call(.post("/v1/doctor", Array("{}".utf8), timeout: .seconds(60)))
    }
}
