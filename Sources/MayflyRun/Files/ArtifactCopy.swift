internal import MayflyClient

/// Copies what a session left from the daemon into a directory of this machine.
struct ArtifactCopy {
    private let session: SessionReply
    private let client: DaemonClient

    init(_ session: SessionReply, _ client: DaemonClient) {
        (self.session, self.client) = (session, client)
    }

    /// Writes every artifact.
    ///
    /// - Throws: ``CommandFailure`` that says how to get those that are not written yet: the script has run, and need not again.
    func write(into directory: SafeDirectory) async throws {
        for artifact in session.artifacts {
            do {
                try await write(artifact.name, into: directory)
            } catch let failure as CommandFailure {
                throw Self.failure(failure.message, session.id, artifact.name, client.location.path)
            } catch let error as ClientError {
                throw Self.failure(error.description, session.id, artifact.name, client.location.path)
            }
        }
    }

    /// The most attempts for which the daemon had no place: some minute.
    private static let mostAttempts = 120

    private func write(_ name: String, into directory: SafeDirectory) async throws {
        for _ in 1..<Self.mostAttempts {
            guard let pause = try await attempt(name, into: directory) else { return }
            try await Task.sleep(for: pause)
        }
        try await client.connect { try await write(try await $0.artifact(session.id, name: name), name, directory) }
    }

    /// - Returns: How long to wait before the next attempt, where the daemon had no place for this one; then nothing is written.
    private func attempt(_ name: String, into directory: SafeDirectory) async throws -> Duration? {
        try await client.connect { daemon in
            let body: ReplyBody
            do throws(ClientError) {
                body = try await daemon.artifact(session.id, name: name)
            } catch {
                guard let pause = error.pause else { throw error }
                return pause
            }
            try await write(body, name, directory)
            return nil
        }
    }

    private func write(_ body: ReplyBody, _ name: String, _ directory: SafeDirectory) async throws {
        try await directory.write(name) { piece in for try await chunk in body { try piece(chunk) } }
    }

    /// Why an artifact is not here, and where it still is.
    static func failure(_ reason: String, _ session: String, _ name: String, _ socket: String) -> CommandFailure {
        CommandFailure(
            "session \(session) has ended, but what it left is not all here: \(reason)",
            advice: [
                "the daemon still has it: mayfly inspect \(session)",
                "fetch a file with: curl --unix-socket '\(socket)' --output FILE "
                    + "'http://mayfly\(DaemonConnection.artifactPath(session, name: name))'",
            ]
        )
    }
}
