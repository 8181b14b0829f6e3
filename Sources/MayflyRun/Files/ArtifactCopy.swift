package import MayflyClient

/// Copies the artifacts of a session from the daemon to this machine.
package struct ArtifactCopy {
    private let session: SessionReply
    private let client: DaemonClient

    /// - Parameter session: A session that has ended.
    package init(_ session: SessionReply, _ client: DaemonClient) {
        (self.session, self.client) = (session, client)
    }

    /// Writes every artifact into a directory.
    ///
    /// - Throws: ``CommandFailure`` that says how to fetch the missing artifacts, so that the script need not run again.
    func write(into directory: SafeDirectory) async throws {
        for artifact in session.artifacts {
            do {
                try await read(artifact.name) { body in
                    try await directory.write(artifact.name) { put in for try await piece in body { try put(piece) } }
                }
            } catch let failure as CommandFailure {
                throw Self.failure(failure.message, session.id)
            } catch let error as ClientError {
                throw Self.failure(error.description, session.id)
            }
        }
    }

    /// The most attempts while the daemon has no place, which last about a minute.
    private static let mostAttempts = 120

    /// Reads the bytes of one artifact, and tries again while the daemon has no place for that.
    ///
    /// - Parameters:
    ///   - name: The name in the daemon's spelling.
    ///   - take: Reads all of the bytes; called once.
    /// - Throws: ``ClientError`` when the daemon cannot be asked or refuses, and any error of `take`.
    package func read(_ name: String, _ take: (ReplyBody) async throws -> Void) async throws {
        for _ in 1..<Self.mostAttempts {
            guard let pause = try await attempt(name, take) else { return }
            try await Task.sleep(for: pause)
        }
        try await client.connect { try await take(try await $0.artifact(session.id, name: name)) }
    }

    /// - Returns: How long to wait before the next attempt if the daemon had no place, in which case nothing was read.
    private func attempt(_ name: String, _ take: (ReplyBody) async throws -> Void) async throws -> Duration? {
        try await client.connect { daemon in
            let body: ReplyBody
            do throws(ClientError) {
                body = try await daemon.artifact(session.id, name: name)
            } catch {
                guard let pause = error.pause else { throw error }
                return pause
            }
            try await take(body)
            return nil
        }
    }

    /// Why an artifact was not fetched, and where it still is.
    static func failure(_ reason: String, _ session: String) -> CommandFailure {
        CommandFailure(
            "session \(session) has ended, but what it left is not all here: \(reason)",
            advice: [
                "the daemon still has it: mayfly artifacts \(session)",
                "fetch it into another directory with: mayfly artifacts \(session) --output DIR",
            ]
        )
    }
}
