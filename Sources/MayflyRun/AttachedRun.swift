package import MayflyClient
internal import MayflyCore
internal import Synchronization

/// A session that this process stands for: its output comes out here, and what interrupts this process ends it.
package final class AttachedRun: Sendable {
    private let client: DaemonClient
    private let context: CommandContext
    /// Whether output is copied as it comes.
    private let streams: Bool
    private let raw: Bool
    /// Whether nothing is said to people who watch.
    private let quiet: Bool
    private let steps = Mutex(InterruptSteps())
    /// What is cancelled when the session is not waited for any longer.
    private let attendance = Mutex<Task<SessionReply, any Error>?>(nil)
    /// Between attempts for which the daemon had no place; they end with the session.
    private let pauses: RetryPauses
    private let end: SessionKill
    /// How many bytes of each stream came out here, as it was followed.
    private let copied = Mutex<[StreamName: Int64]>([:])
    /// How long the first request waits for the session's end: its answer has all output of a session that ends so soon, and
    /// whoever watches a longer one notices no pause.
    private static let patience = Duration.milliseconds(100)
    /// How long each later one waits: between two of them the session can be ended on this connection, too.
    private static let turn = Duration.seconds(10)
    /// After how long people who watch are told that their session still waits.
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

    /// What to exit with when this process was asked to stop; `nil` when it was not.
    var interruption: ExitStatus? { steps.withLock { $0.first }.map(ExitStatus.signal) }

    /// Submits `order`, and stays until the session is destroyed and all of its output is copied.
    ///
    /// Output that the daemon did not keep for this process is said on standard error.
    ///
    /// - Throws: ``CommandFailure`` with the exit status of a signal where it was interrupted so often that it stays no longer.
    package func run(_ order: SubmitOrder) async throws -> SessionReply {
        // From here on: a signal that comes while the request is on its way must not leave a session behind.
        let interrupts = Interrupts()
        // Under the lock: whoever cancels it finds it there.
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
        try await client.connect { daemon in
            let session = try await daemon.submit(order, wait: Self.patience)
            if session.isFinished, try copyWhole(session) { return session }
            let ended: SessionReply
            do {
                ended = try await follow(session, on: daemon, interrupts)
            } catch {
                if let departure = departure(from: session) { throw departure }
                throw error
            }
            if streams { try sayLoss(of: ended) }
            return ended
        }
    }

    /// That the session was left alone by who was told so; `nil` where it was not.
    private func departure(from session: SessionReply) -> CommandFailure? {
        guard let status = interruption, steps.withLock({ $0.hasLeft }) else { return nil }
        return CommandFailure(
            "interrupted: it is not known whether session \(session.id) has ended",
            status: status,
            advice: ["end it with: mayfly kill --now \(session.id)"]
        )
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
        try copy(output, of: .stdout)
        try copy(errors, of: .stderr)
        return true
    }

    private func follow(
        _ session: SessionReply,
        on daemon: DaemonConnection,
        _ interrupts: Interrupts
    ) async throws -> SessionReply {
        let id = session.id
        return try await withThrowingTaskGroup(of: StreamName?.self) { group in
            group.addTask {
                await self.kill(id, at: interrupts)
                return nil
            }
            let streams = self.streams ? StreamName.allCases : []
            for stream in streams {
                group.addTask { try await self.copyOrKill(stream, of: id) ? nil : stream }
            }
            let ended = try await finished(session, on: daemon)
            pauses.end()
            // The output is copied to its end; only the wait for a signal is cut short.
            for _ in streams {
                guard let stream = try await group.next() ?? nil else { continue }
                try await copy(stream, of: ended, on: daemon)
            }
            group.cancelAll()
            return ended
        }
    }

    /// Waits until the session is destroyed; ends it here where there was no place for another connection to do that.
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

    /// Whoever reads the output has gone: then nobody waits for the session any more.
    private func copyOrKill(_ stream: StreamName, of id: String) async throws -> Bool {
        do {
            return try await copy(stream, of: id)
        } catch let error as OutputError {
            await end.kill(id, reason: "the reader of its output went away", immediately: false)
            throw error
        }
    }

    /// Copies a stream as it comes; `false`, and nothing is copied, where there was no place for that before the session's end.
    private func copy(_ stream: StreamName, of id: String) async throws -> Bool {
        while let pause = try await client.connect({ try await attempt(stream, of: id, on: $0) }) {
            guard await pauses.wait(pause) else { return false }
        }
        return true
    }

    /// Copies a stream as it comes, if there is a place for that.
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

    /// Copies a stream of a session that has ended, on the connection that there is.
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

    /// Does what the signals mean, each at once: none waits until the daemon has heard of the one before.
    private func kill(_ id: String, at interrupts: Interrupts) async {
        await withDiscardingTaskGroup { group in
            for await number in interrupts.signals {
                switch steps.withLock({ $0.step(number) }) {
                case .end(let immediately):
                    let reason = "mayfly run was interrupted by signal \(number)"
                    group.addTask { await self.end.kill(id, reason: reason, immediately: immediately) }
                case .leave:
                    // What cannot be cancelled, as writing to who does not read, ends with the next one.
                    interrupts.end()
                    attendance.withLock { $0 }?.cancel()
                }
            }
        }
    }
}
