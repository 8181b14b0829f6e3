package import MayflyClient
internal import Synchronization

/// A session that this process stands for: its output comes out here, and what interrupts this process ends it.
package final class AttachedRun: Sendable {
    private let client: DaemonClient
    private let context: CommandContext
    /// Whether output is copied as it comes.
    private let streams: Bool
    private let raw: Bool
    private let signal = Mutex<Int32?>(nil)
    /// How many bytes of each stream came out here, as it was followed.
    private let copied = Mutex<[StreamName: Int64]>([:])
    /// How long the first request waits for the session's end: its answer has all output of a session that ends so soon, and
    /// whoever watches a longer one notices no pause.
    private static let patience = Duration.milliseconds(100)

    package init(client: DaemonClient, context: CommandContext, streams: Bool, raw: Bool) {
        self.client = client
        self.context = context
        self.streams = streams
        self.raw = raw
    }

    /// What to exit with when this process was asked to stop; `nil` when it was not.
    var interruption: ExitStatus? { signal.withLock { $0 }.map(ExitStatus.signal) }

    /// Submits `order`, and stays until the session is destroyed and all of its output is copied.
    ///
    /// Output that the daemon did not keep for this process is said on standard error.
    package func run(_ order: SubmitOrder) async throws -> SessionReply {
        // From here on: a signal that comes while the request is on its way must not leave a session behind.
        let interrupts = Interrupts()
        return try await client.connect { daemon in
            let session = try await daemon.submit(order, wait: Self.patience)
            if session.isFinished, try copyWhole(session) { return session }
            let ended = try await follow(session.id, on: daemon, interrupts)
            if streams { try sayLoss(of: ended) }
            return ended
        }
    }

    /// Says of each stream how much of it did not come out here: without that, a part would pass for the whole.
    private func sayLoss(of session: SessionReply) throws(OutputError) {
        let counts = copied.withLock { $0 }
        for stream in StreamName.allCases {
            guard let line = SessionText.outputLoss(of: session, stream, shown: counts[stream] ?? 0) else { continue }
            try context.errors.line("mayfly: \(line)")
        }
    }

    /// Copies the output of a session that has ended; `false`, and nothing is copied, when the reply does not have all of it.
    private func copyWhole(_ session: SessionReply) throws(OutputError) -> Bool {
        guard streams else { return true }
        guard let output = session.whole(StreamName.stdout.rawValue),
            let errors = session.whole(StreamName.stderr.rawValue)
        else { return false }
        for (bytes, sink) in [(output, context.output), (errors, context.errors)] where !bytes.isEmpty {
            var copy = StreamCopy(to: sink, raw: raw)
            try copy.write(bytes)
            try copy.finish()
        }
        return true
    }

    private func follow(
        _ id: String,
        on daemon: DaemonConnection,
        _ interrupts: Interrupts
    ) async throws -> SessionReply {
        try await withThrowingTaskGroup(of: SessionReply?.self) { group in
            group.addTask {
                await self.kill(id, at: interrupts)
                return nil
            }
            if streams {
                for stream in StreamName.allCases {
                    group.addTask {
                        try await self.copyOrKill(stream, of: id)
                        return nil
                    }
                }
            }
            let ended = try await daemon.finishedSession(id)
            // The output is copied to its end; only the wait for a signal is cut short.
            if streams { for _ in StreamName.allCases { _ = try await group.next() } }
            group.cancelAll()
            return ended
        }
    }

    /// Whoever reads the output has gone: then nobody waits for the session any more.
    private func copyOrKill(_ stream: StreamName, of id: String) async throws {
        do {
            try await copy(stream, of: id)
        } catch let error as OutputError {
            await kill(id, reason: "the reader of its output went away", immediately: false)
            throw error
        }
    }

    private func copy(_ stream: StreamName, of id: String) async throws {
        let sink = stream == .stdout ? context.output : context.errors
        try await client.connect { daemon in
            var copy = StreamCopy(to: sink, raw: raw)
            for try await chunk in try await daemon.logs(id, stream: stream.rawValue, follow: true) {
                try copy.write(chunk)
            }
            try copy.finish()
            let count = copy.count
            copied.withLock { $0[stream] = count }
        }
    }

    /// The first signal asks the script to stop, the second ends it.
    private func kill(_ id: String, at interrupts: Interrupts) async {
        for await number in interrupts.signals {
            let isFirst = signal.withLock { earlier in
                defer { earlier = earlier ?? number }
                return earlier == nil
            }
            await kill(id, reason: "mayfly run was interrupted by signal \(number)", immediately: !isFirst)
        }
    }

    private func kill(_ id: String, reason: String, immediately: Bool) async {
        // When the daemon cannot be asked, waiting for the session fails too, and says so.
        _ = try? await client.connect { try await $0.kill(id, reason: reason, immediately: immediately) }
    }
}
