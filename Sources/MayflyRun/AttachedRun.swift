package import MayflyClient
internal import MayflyCore
internal import Synchronization

/// Represents a session in this process: it prints the session's output, and signals to this process end the session.
package final class AttachedRun: Sendable {
    private let client: DaemonClient
    private let context: CommandContext
    /// Whether output is copied while the session runs.
    private let streams: Bool
    private let raw: Bool
    /// Whether hints for people are suppressed.
    private let quiet: Bool
    private let steps = Mutex(InterruptSteps())
    /// The session's identifier, once the daemon has answered the submission.
    private let session = Mutex<String?>(nil)
    /// The task that waits for the session; it is cancelled to stop waiting.
    private let attendance = Mutex<Task<SessionReply, any Error>?>(nil)
    /// The pauses between attempts while the daemon has no place; they end with the session.
    private let pauses: RetryPauses
    private let end: SessionKill
    /// How many bytes of each stream this process has printed.
    private let copied = Mutex<[StreamName: Int64]>([:])
    /// How long the first request waits for the session's end.
    ///
    /// For a session that ends sooner, the reply holds all its output; for a longer one, the delay is too short to notice.
    private static let patience = Duration.milliseconds(100)
    /// How long each later request waits; between two of them, this connection can also end the session.
    private static let turn = Duration.seconds(10)
    /// How long a process that is told to leave waits at most until the daemon has received the order to end the session.
    private static let farewell = Duration.seconds(2)
    /// The delay before people are told that their session still waits.
    private static let queuePatience = Duration.seconds(2)

    package init(client: DaemonClient, context: CommandContext, streams: Bool, raw: Bool, quiet: Bool = false) {
        self.client = client
        self.context = context
        self.streams = streams
        self.raw = raw
        self.quiet = quiet
        pauses = RetryPauses()
        end = SessionKill(client: client, context: context, pauses: pauses)
    }

    /// The exit status after a signal; `nil` if no signal came.
    var interruption: ExitStatus? { steps.withLock { $0.first }.map(ExitStatus.signal) }

    /// Submits `order`, and returns once the session is destroyed and all of its output is copied.
    ///
    /// It reports on standard error any output that the daemon did not keep.
    ///
    /// - Throws: ``CommandFailure`` with the exit status of a signal, after so many signals that it stops waiting.
    package func run(_ order: SubmitOrder) async throws -> SessionReply {
        // Handle signals before the request is sent: a signal meanwhile must not leave a session behind.
        let interrupts = Interrupts()
        // The lock is held until the task is stored, so that a canceller always finds it.
        let task = attendance.withLock { attendance in
            let task = Task { try await self.attend(order, interrupts) }
            attendance = task
            return task
        }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    private func attend(_ order: SubmitOrder, _ interrupts: Interrupts) async throws -> SessionReply {
        // Signals are obeyed before the submission is answered, too; this ends with the scope.
        async let _ = obey(interrupts)
        do {
            return try await client.connect { daemon in
                let session = try await daemon.submit(order, wait: Self.patience)
                self.session.withLock { $0 = session.id }
                if session.isFinished, try copyWhole(session) { return session }
                // A signal may have asked for the end while the identifier was unknown.
                await end.send(session.id, on: daemon)
                let ended = try await follow(session, on: daemon)
                if streams { try sayLoss(of: ended) }
                return ended
            }
        } catch {
            throw departure ?? error
        }
    }

    /// The failure for a session that this process left after repeated signals; `nil` if it did not leave.
    private var departure: CommandFailure? {
        guard let status = interruption, steps.withLock({ $0.hasLeft }) else { return nil }
        guard let id = session.withLock({ $0 }) else {
            return CommandFailure(
                "interrupted: it is not known whether the daemon has started a session",
                status: status,
                advice: ["look for it with: mayfly ps"]
            )
        }
        return CommandFailure(
            "interrupted: it is not known whether session \(id) has ended",
            status: status,
            advice: ["end it with: mayfly kill --now \(id)"]
        )
    }

    /// Reports for each stream how many bytes were not printed here: otherwise a part would pass for the whole.
    private func sayLoss(of session: SessionReply) throws(OutputError) {
        let counts = copied.withLock { $0 }
        for stream in StreamName.allCases {
            guard let line = SessionText.outputLoss(of: session, stream, shown: counts[stream] ?? 0) else { continue }
            try context.errors.line("mayfly: \(line)")
        }
    }

    /// Copies the output of an ended session; copies nothing and returns `false` when the reply does not hold all of it.
    private func copyWhole(_ session: SessionReply) throws(OutputError) -> Bool {
        guard streams else { return true }
        guard let output = session.whole(StreamName.stdout.rawValue),
            let errors = session.whole(StreamName.stderr.rawValue)
        else { return false }
        try copy(output, of: .stdout)
        try copy(errors, of: .stderr)
        return true
    }

    private func follow(_ session: SessionReply, on daemon: DaemonConnection) async throws -> SessionReply {
        let id = session.id
        return try await withThrowingTaskGroup(of: StreamName?.self) { group in
            let streams = self.streams ? StreamName.allCases : []
            for stream in streams {
                group.addTask { try await self.copyOrKill(stream, of: id) ? nil : stream }
            }
            let ended = try await finished(session, on: daemon)
            pauses.end()
            // Output is copied to its end.
            for _ in streams {
                guard let stream = try await group.next() ?? nil else { continue }
                try await copy(stream, of: ended, on: daemon)
            }
            group.cancelAll()
            return ended
        }
    }

    /// Waits until the session is destroyed; if no other connection could ask for its end, this one asks.
    private func finished(_ begun: SessionReply, on daemon: DaemonConnection) async throws(ClientError)
        -> SessionReply
    {
        var isToBeTold = begun.state == .queued && !quiet && context.errors.isTerminal
        while true {
            let session = try await daemon.session(begun.id, wait: isToBeTold ? Self.queuePatience : Self.turn)
            if session.isFinished { return session }
            if isToBeTold, let place = SessionText.waiting(of: session) {
                context.hint("session \(session.id) waits for its turn: \(place)")
            }
            isToBeTold = false
            await end.send(begun.id, on: daemon)
        }
    }

    /// Copies a stream, and ends the session when the reader of the output is gone, because nobody waits for it then.
    private func copyOrKill(_ stream: StreamName, of id: String) async throws -> Bool {
        do {
            return try await copy(stream, of: id)
        } catch let error as OutputError {
            end.want(reason: "the reader of its output went away", immediately: false)
            await end.deliver(to: id)
            throw error
        }
    }

    /// Copies a stream live; copies nothing and returns `false` if the daemon had no place for that before the session's end.
    private func copy(_ stream: StreamName, of id: String) async throws -> Bool {
        while let pause = try await client.connect({ try await attempt(stream, of: id, on: $0) }) {
            guard await pauses.wait(pause) else { return false }
        }
        return true
    }

    /// Copies a stream live if the daemon has a place for that.
    ///
    /// - Returns: How long to wait before the next attempt; `nil` when all was copied.
    private func attempt(_ stream: StreamName, of id: String, on daemon: DaemonConnection) async throws -> Duration? {
        let body: ReplyBody
        do throws(ClientError) {
            body = try await daemon.logs(id, stream: stream.rawValue, follow: true)
        } catch {
            guard let pause = error.pause else { throw error }
            return pause
        }
        try await copy(body, of: stream)
        return nil
    }

    /// Copies a stream of an ended session on the existing connection.
    private func copy(_ stream: StreamName, of session: SessionReply, on daemon: DaemonConnection) async throws {
        if let bytes = session.whole(stream.rawValue) { return try copy(bytes, of: stream) }
        try await copy(try await daemon.logs(session.id, stream: stream.rawValue, follow: false), of: stream)
    }

    private func copy(_ body: ReplyBody, of stream: StreamName) async throws {
        var copy = StreamCopy(to: sink(of: stream), raw: raw)
        for try await chunk in body { try copy.write(chunk) }
        try finish(&copy, of: stream)
    }

    private func copy(_ bytes: [UInt8], of stream: StreamName) throws(OutputError) {
        guard !bytes.isEmpty else { return }
        var copy = StreamCopy(to: sink(of: stream), raw: raw)
        try copy.write(bytes)
        try finish(&copy, of: stream)
    }

    private func finish(_ copy: inout StreamCopy, of stream: StreamName) throws(OutputError) {
        try copy.finish()
        let count = copy.count
        copied.withLock { $0[stream] = count }
    }

    private func sink(of stream: StreamName) -> OutputSink { stream == .stdout ? context.output : context.errors }

    /// Acts on each signal at once, even while the daemon has not yet received the request for an earlier one.
    private func obey(_ interrupts: Interrupts) async {
        await withDiscardingTaskGroup { group in
            for await number in interrupts.signals {
                switch steps.withLock({ $0.step(number) }) {
                case .end(let immediately):
                    // Before the identifier is looked up: once the submission is answered, pending orders are sent.
                    end.want(reason: "mayfly run was interrupted by signal \(number)", immediately: immediately)
                    guard let id = session.withLock({ $0 }) else { continue }
                    group.addTask { await self.end.deliver(to: id) }
                case .leave:
                    // Work that cannot be cancelled, such as a write that nobody reads, ends with the next signal.
                    interrupts.end()
                    if session.withLock({ $0 }) != nil { await end.untilHeard(atMost: Self.farewell) }
                    attendance.withLock { $0 }?.cancel()
                }
            }
        }
    }
}
