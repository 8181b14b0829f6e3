internal import Logging
internal import MayflyAudit
internal import MayflyBundle
internal import MayflyCore
internal import MayflySchema
internal import MayflyStore
internal import WardenClient
internal import WardenProtocol

extension MayflyService {
    /// Accepts a session, which is durable and queued when this returns.
    ///
    /// If a rule refuses a request that names a known script, a session with verdict `refused` remains. A request with a key that was used
    /// before gets the session of that key.
    package func submit(_ asked: SubmitRequest, by caller: Caller) async throws(ServiceError) -> Submission {
        do throws(ServiceError) {
            return try await take(asked, by: caller)
        } catch {
            // If the caller has gone, nothing was refused.
            if error != .cancelled { metrics.refused(by: error.code) }
            throw error
        }
    }

    /// Accepts a request, or finds the session of an earlier request with the same key.
    ///
    /// Submissions with one key run one after the other. So the second one finds the first one's session, and is not refused because of
    /// the quota or the place that the first one has taken.
    private func take(_ asked: SubmitRequest, by caller: Caller) async throws(ServiceError) -> Submission {
        try caller.checkMaySubmit(isReview: asked.review != nil)
        guard let given = asked.key else { return try await take(asked, nil, caller) }
        let key = SubmissionKey(
            uid: caller.uid,
            agent: caller.agent,
            agentsInForce: caller.agentsInForce,
            text: given.text,
            body: given.body,
            createdAt: .now
        )
        return try await keyTurns.run(key) { () async throws(ServiceError) -> Submission in
            if let earlier = try await self.earlier(key) { return earlier }
            return try await self.take(asked, key, caller)
        }
    }

    private func take(_ asked: SubmitRequest, _ key: SubmissionKey?, _ caller: Caller) async throws(ServiceError)
        -> Submission
    {
        let asked = try withInputs(asked, caller)
        try RequestRule.checkForm(asked)
        let profile = try profile(named: asked.profile)
        let subject = try await resolved(asked, under: profile, caller)
        var record = SessionRecord(asked, subject, profile, caller)
        let request: SubmitRequest
        let entry: LedgerEntry?
        let admission: Admission
        do throws(ServiceError) {
            (request, record.limits, admission) = try await admit(asked, subject, under: profile)
            try await takeWorkspace(asked, for: &record, under: profile, caller)
            entry = try agents.take(record, tagged: subject.description?.tags ?? [])
        } catch {
            await workspaces.release(record.id)
            record.workspace = nil
            throw await recordRefusal(&record, error)
        }
        record.arguments = request.arguments
        record.argumentObject = request.argumentObject?.canonicalText
        record.inputs = SessionRecord.inputs(of: request)
        try await keepPlace(for: record, inputBytes: request.inputBytes)
        let session = live(record, profile, request, subject.description, caller)
        if let key { return try await enqueue(session, entry, unlessUsed: key) }
        try await enqueue(session, as: record, entry, admitted: admission)
        recorder.log(accepted: record)
        return Submission(session: record.id, isReplay: false)
    }

    /// Reserves a place for a session, or gives back what was taken for it.
    private func keepPlace(for record: SessionRecord, inputBytes: Int) async throws(ServiceError) {
        do throws(ServiceError) {
            try await director.reserve(inputBytes: inputBytes, lane: QueueLane(record))
        } catch {
            agents.cancel(record)
            await workspaces.release(record.id)
            throw error
        }
    }

    /// Queues a session, and waits until its record is written: together with its start if it starts at once, otherwise immediately.
    ///
    /// Its cell is prepared in the meantime, but nothing runs in it before. If the disk is known to be full, nothing begins.
    private func enqueue(
        _ session: LiveSession,
        as record: SessionRecord,
        _ entry: LedgerEntry?,
        admitted admission: Admission
    ) async throws(ServiceError) {
        do throws(StoreError) { try store.checkSpace() } catch {
            await giveBack(session)
            throw ServiceError(error)
        }
        session.first.put(record, entry)
        if await director.enqueue(session) {
            // Runs immediately, on this thread, up to its first wait.
            Task.immediate { await director.run(session, admitted: admission) }
        } else {
            await recorder.begin(session)
        }
        guard let failure = await session.recorded.value else { return }
        // A session that still waits would wait for nothing, and hold its place, its quota and its workspace.
        _ = await director.end(session.id, SessionEnding(cause: .shutdown, immediately: true))
        throw ServiceError(failure)
    }

    /// Queues a session once its key is known to be new.
    private func enqueue(
        _ session: LiveSession,
        _ entry: LedgerEntry?,
        unlessUsed key: SubmissionKey
    ) async throws(ServiceError) -> Submission {
        let used: SubmissionKey.Use?
        do throws(StoreError) {
            used = try await store.insert(session.record, key: key, entry: entry)
        } catch {
            await giveBack(session)
            throw ServiceError(error)
        }
        if let used {
            // In the meantime the same user has sent it as no agent, or as an agent that no longer exists: such a key holds for all.
            await giveBack(session)
            return try replay(used, of: key)
        }
        session.recorded.keep(nil)
        recorder.log(accepted: session.record)
        if await director.enqueue(session) { Task.immediate { await director.run(session) } }
        return Submission(session: session.id, isReplay: false)
    }

    /// Gives back what was taken for a session that is not made after all.
    private func giveBack(_ session: LiveSession) async {
        agents.cancel(session.record)
        await workspaces.release(session.id)
        await director.release(inputBytes: session.request.inputBytes, lane: session.lane)
    }

    /// Finds the script version to run; a refusal before it is known is recorded as one.
    private func resolved(_ request: SubmitRequest, under profile: Profile, _ caller: Caller) async throws(ServiceError)
        -> SubmitSubject
    {
        do throws(ServiceError) {
            return try await resolve(request.subject, under: profile, for: caller)
        } catch {
            let subject: (script: ScriptName?, digest: Digest?)
            switch error {
            case .scriptNotApproved(let digest, let name, _, _): subject = (name, digest)
            case .scriptDeprecated(let digest, let name): subject = (name, digest)
            // A refusal of a script that is hidden from an agent leaves no session, which would reveal that the script exists.
            case .trustUnreadable, .agentRefused: subject = request.subject.named
            default: throw error
            }
            let fact = RefusalFact(subject, under: profile.name, error, by: caller)
            if await record(fact, on: refusals) {
                board.post(.refused(DaemonEvent.SessionFact(fact, agent: caller.agent), rule: error.code))
                await countRefusal(error, under: profile.name, caller)
            }
            throw error
        }
    }

    /// Adds a refusal without a session to the agent's counts.
    ///
    /// The count has no script name: otherwise every invented name would make a sum of its own.
    private func countRefusal(_ error: ServiceError, under profile: ProfileName, _ caller: Caller) async {
        guard case .agentRefused = error, let agent = caller.agent else { return }
        do throws(StoreError) {
            try await store.countRefusal(of: agent, under: profile, at: .now)
        } catch {
            logger.error("could not count a refusal", metadata: ["agent": "\(agent)", "error": "\(error)"])
        }
    }

    /// Decides whether a request may run, and converts its arguments to what the script gets.
    func admit(
        _ request: SubmitRequest,
        _ subject: SubmitSubject,
        under profile: Profile
    ) async throws(ServiceError) -> (SubmitRequest, SessionLimits, Admission) {
        let admission = try await admission.admit(
            subject.digest,
            named: subject.name,
            under: profile.name,
            review: request.review
        )
        guard profile.runtimes[subject.runtime] != nil else { throw .runtimeNotAllowed(subject.runtime, profile.name) }
        try DescriptionRule.check(request, subject, under: profile.name)
        try RequestRule.check(request, under: profile)
        let limits = try RequestRule.limits(request, under: profile)
        try await director.check(HostShare(limits))
        let request = try ArgumentRule.apply(subject.description, of: subject.name?.text ?? "NAME", to: request)
        return (request, limits, admission)
    }

    /// Keeps the record of a refused session; returns the error for the caller.
    ///
    /// The record has the request without its inputs, since nothing has read them. A user who is refused very often gets no session for
    /// each refusal; these are counted.
    private func recordRefusal(_ record: inout SessionRecord, _ error: ServiceError) async -> ServiceError {
        switch error {
        case .cancelled, .storage, .internal, .invalid, .invalidBundle, .invalidArguments, .notReady: return error
        case .trustUnreadable:
            // The fault may be over in a moment, and nothing was decided about the script: it gets a record, but no session.
            await self.record(RefusalFact(record, error), on: refusals)
            return error
        default: break
        }
        guard refusals.admitsOne(by: record.caller.uid) else { return error }
        record.report = SessionReport(session: record.id, verdict: Verdict(refusedBy: error))
        record.state = .destroyed
        record.finishedAt = .now
        logger.notice(
            "refused a session",
            metadata: ["session": "\(record.id)", "rule": "\(error.code)", "by": "uid \(record.caller.uid)"]
        )
        do throws(StoreError) {
            try await recorder.keep(refused: record)
            board.post(.refused(DaemonEvent.SessionFact(record), rule: error.code))
            return error
        } catch {
            return ServiceError(error)
        }
    }

    /// The receiver of what a session leaves in `/work`; `nil` if nothing carries over.
    private func receiver(_ record: SessionRecord, _ profile: Profile) -> sending ArtifactReceiver? {
        guard let hold = workspaces.hold(of: record.id), let quota = profile.workspace else { return nil }
        return ArtifactReceiver(objects: hold.objects, bound: CollectedBound(quota))
    }

    /// The action that ends a session whose output exceeds its limit, if its profile says so.
    private func ending(_ record: SessionRecord, under profile: Profile) -> @Sendable (ByteCount) -> Void {
        let (warden, logger, id) = (warden, logger, record.id)
        let limit = record.limits.output
        return { observed in
            guard profile.onOutputLimit == .end else { return }
            let order = KillOrder(session: id, cause: .output(limit: limit, observed: observed), immediately: false)
            do {
                try warden.kill(order)
            } catch {
                logger.error(
                    "could not end a session at its output limit",
                    metadata: ["session": "\(id)", "error": "\(error)"]
                )
            }
        }
    }

    private func live(
        _ record: SessionRecord,
        _ profile: Profile,
        _ request: SubmitRequest,
        _ description: BundleDescription?,
        _ caller: Caller
    ) -> LiveSession {
        let output = SessionOutput(
            limits: record.limits,
            objects: store.objects,
            work: receiver(record, profile),
            spill: profile.spill,
            onLimit: ending(record, under: profile)
        )
        return LiveSession(
            record,
            profile: profile,
            request: request,
            output: output,
            caller: caller,
            weight: agents.weight(of: record.agent),
            result: description?.result,
            tags: description?.tags ?? [],
            board: board
        )
    }
}
