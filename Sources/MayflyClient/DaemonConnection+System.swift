package import MayflyJSON

extension DaemonConnection {
    /// The events of the daemon that the caller may see.
    ///
    /// - Parameters:
    ///   - position: The `id` of the last event that was read; without one, all remembered events, or those from now on.
    ///   - script: Only events about this script.
    ///   - follow: Whether to continue without end.
    package func daemonEvents(
        from position: String? = nil,
        about script: String? = nil,
        follow: Bool
    ) async throws(ClientError) -> EventLines {
        var target = RequestTarget("v1", "events")
        target.query("from", position)
        target.query("script", script)
        target.query("follow", follow ? "1" : nil)
        return EventLines(try await stream(.get(target.target, timeout: nil)))
    }

    /// The daemon's version and properties.
    package func version() async throws(ClientError) -> JSON {
        try await call(.get("/v1/version"))
    }

    /// Whether the daemon can run sessions: `ready` and named `checks`.
    ///
    /// A daemon that is not ready is an answer, not an error.
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

    /// Builds and destroys a canary cell, and returns the daemon's facts and the canary's report.
    package func doctor() async throws(ClientError) -> JSON {
        try await call(.post("/v1/doctor", Array("{}".utf8), timeout: .seconds(60)))
    }

    /// Makes the daemon read its profiles and agents again, and returns the names of the `profiles` in force, and `advice`.
    ///
    /// - Throws: ``ClientError/refused(_:)`` with code `reload_failed` if a file is wrong; the old files stay in force.
    package func reload() async throws(ClientError) -> JSON {
        try await call(.post("/v1/reload", Array("{}".utf8), timeout: .seconds(60)))
    }
}
