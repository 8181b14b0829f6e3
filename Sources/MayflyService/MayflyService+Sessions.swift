package import MayflyCore
package import MayflyStore

extension MayflyService {
    /// The present state of one session.
    package func session(_ id: SessionID, for caller: Caller) async throws(ServiceError) -> SessionDetail {
        if let live = director.session(id) {
            guard live.look({ caller.maySee($0) }) else { throw .sessionNotFound(id) }
            return await detail(of: live)
        }
        return try await finished(id, for: caller)
    }

    /// One session once it has ended, or its state when the time is up.
    package func wait(_ id: SessionID, for caller: Caller, atMost time: Duration) async throws(ServiceError)
        -> SessionDetail
    {
        guard let live = director.session(id) else { return try await finished(id, for: caller) }
        guard live.look({ caller.maySee($0) }) else { throw .sessionNotFound(id) }
        _ = await live.changes.wait(atMost: time) { live.isFinished }
        return await detail(of: live)
    }

    /// Makes something of one session once it has ended, or of its state when the time is up.
    ///
    /// - Parameter make: Called a little earlier, while the end is written to the disk, so that the caller need not wait for both. Nobody
    ///   gets its value before the end is on the disk; the value is dropped if the time is up before that.
    package func wait<Made: Sendable>(
        _ id: SessionID,
        for caller: Caller,
        atMost time: Duration,
        making make: @Sendable (SessionDetail) -> Made
    ) async throws(ServiceError) -> (isFinished: Bool, made: Made) {
        let deadline = ContinuousClock.now + time
        if let live = director.session(id), live.look({ caller.maySee($0) }),
            await live.changes.wait(atMost: time, until: { live.isForeseen || live.isFinished }),
            let foreseen = live.foreseen
        {
            let made = make(foreseen)
            let rest = ContinuousClock.now.duration(to: deadline)
            if await live.changes.wait(atMost: rest, until: { live.isFinished }) { return (true, made) }
        }
        let detail = try await wait(id, for: caller, atMost: .zero)
        return (detail.record.isFinished, make(detail))
    }

    private func detail(of live: LiveSession) async -> SessionDetail {
        var detail = live.detail
        if detail.record.state == .queued { detail.queue = await director.place(of: live) }
        return detail
    }

    /// The record of a session that the caller may see, without its output.
    package func record(_ id: SessionID, for caller: Caller) async throws(ServiceError) -> SessionRecord {
        var record = director.session(id)?.record
        if record == nil {
            record = try await storing { () async throws(StoreError) in try await self.store.session(id) }
        }
        guard let record, caller.maySee(record) else { throw .sessionNotFound(id) }
        return record
    }

    private func finished(_ id: SessionID, for caller: Caller) async throws(ServiceError) -> SessionDetail {
        let record = try await record(id, for: caller)
        return SessionDetail(
            record: record,
            stdout: try await shownOutput(of: record, .stdout),
            stderr: try await shownOutput(of: record, .stderr)
        )
    }

    /// The shown parts of a finished session's stream: its beginning and its end.
    private func shownOutput(of record: SessionRecord, _ stream: StreamName) async throws(ServiceError) -> KeptOutput {
        let counts = stream == .stdout ? record.stdout : record.stderr
        guard counts.kept.bytes > 0 else { return KeptOutput(record: counts) }
        let count = Int(clamping: counts.kept.bytes)
        return try await storing { () async throws(StoreError) in
            let head = try await self.store.output(of: record.id, stream, at: 0, atMost: KeptOutput.mostShown)
            var tail: [UInt8] = []
            var position = max(head.count, count - StreamKeeper.longestTail)
            while position < count {
                let piece = try await self.store.output(of: record.id, stream, at: position, atMost: count - position)
                guard !piece.isEmpty else { break }
                tail += piece
                position += piece.count
            }
            return KeptOutput(record: counts, head: head, tail: tail)
        }
    }
}

extension Caller {
    /// Whether the caller may know that a session exists.
    ///
    /// All reviewers may see the session of a reviewer's trial, and nobody else may.
    func maySee(_ record: SessionRecord) -> Bool {
        if record.review != nil { return isApprover }
        return isOperator || (!roles.isEmpty && owns(record))
    }

    /// Whether a session belongs to the caller: the same user requested it, as the same agent if as one.
    func owns(_ record: SessionRecord) -> Bool { owns(record.caller.uid, record.agent) }

    /// Whether something that a user made, as an agent or as none, belongs to the caller.
    ///
    /// Agents may share a user id, and differ by their groups. The user owns what was made before agents were named, and what was made
    /// as an agent whose name no longer exists.
    func owns(_ uid: UInt32, _ agent: AgentName?) -> Bool {
        guard uid == self.uid else { return false }
        guard let agent, agent != self.agent else { return true }
        return agentsInForce?.contains(agent) == false
    }
}
