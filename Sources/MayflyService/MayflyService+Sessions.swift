package import MayflyCore
package import MayflyStore

extension MayflyService {
    /// One session as it stands.
    package func session(_ id: SessionID, for caller: Caller) async throws(ServiceError) -> SessionDetail {
        if let live = director.session(id) {
            guard live.look({ caller.maySee($0) }) else { throw .sessionNotFound(id) }
            return await detail(of: live)
        }
        return try await finished(id, for: caller)
    }

    /// One session once it has ended; as it stands when the time is up before that.
    package func wait(_ id: SessionID, for caller: Caller, atMost time: Duration) async throws(ServiceError)
        -> SessionDetail
    {
        guard let live = director.session(id) else { return try await finished(id, for: caller) }
        guard live.look({ caller.maySee($0) }) else { throw .sessionNotFound(id) }
        _ = await live.changes.wait(atMost: time) { live.isFinished }
        return await detail(of: live)
    }

    /// What is made of one session once it has ended; of how it stands when the time is up before that.
    ///
    /// - Parameter make: Called a little earlier, while the disk takes in the end: so that whoever waits need not wait for both.
    ///   What it makes is nobody's before the end is on the disk, and is thrown away when the time is up before that.
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

    /// The record of a session that the caller may see; its output is not looked at.
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

    /// The beginning and the end of a finished session's stream, as far as they are shown.
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
    /// What a reviewer tries is for reviewers, all of them, and for nobody else.
    func maySee(_ record: SessionRecord) -> Bool {
        if record.review != nil { return isApprover }
        return isOperator || (!roles.isEmpty && owns(record))
    }

    /// Whether a session is the caller's own: asked for by the same user, and by the same agent where it was one.
    func owns(_ record: SessionRecord) -> Bool { owns(record.caller.uid, record.agent) }

    /// Whether what a user has made, as an agent or as none, is the caller's own.
    ///
    /// Agents may share a user's number, and are told apart by groups. What was made before agents were named is the
    /// user's, and so is what was made as an agent whose name no agent has any more.
    func owns(_ uid: UInt32, _ agent: AgentName?) -> Bool {
        guard uid == self.uid else { return false }
        guard let agent, agent != self.agent else { return true }
        return agentsInForce?.contains(agent) == false
    }
}
