internal import Logging
internal import MayflyCore
internal import MayflyStore
internal import WardenClient
internal import WardenProtocol

extension MayflyService {
    /// Takes a session in: durable and queued when this returns.
    ///
    /// A request that names a known script and is refused by a rule leaves a session with verdict `refused` behind. One
    /// with a key that was used before is the session that it was used for.
    package func submit(_ request: SubmitRequest, by caller: Caller) async throws(ServiceError) -> Submission {
        guard caller.isAgent else { throw .forbidden("only agents and operators may submit sessions") }
        let key = request.key.map { SubmissionKey(uid: caller.uid, text: $0.text, body: $0.body, createdAt: .now) }
        if let earlier = try await earlier(key, caller) { return earlier }
        try RequestRule.checkForm(request)
        let subject = try await resolve(request.subject)
        let profile = try profile(named: request.profile)
        var record = SessionRecord(request, subject, profile, caller)
        let limits: SessionLimits
        do throws(ServiceError) {
            limits = try await admit(request, subject, under: profile)
        } catch {
            throw await recordRefusal(&record, error)
        }
        record.limits = limits
        record.inputs = SessionRecord.inputs(of: request)
        try await director.reserve(inputBytes: request.inputBytes, uid: caller.uid)
        let used: SubmissionKey.Use?
        do throws(StoreError) {
            used = try await store.insert(record, key: key)
        } catch {
            await director.release(inputBytes: request.inputBytes, uid: caller.uid)
            throw ServiceError(error)
        }
        if let key, let used {
            // The same submission came twice at once, and the other one was faster.
            await director.release(inputBytes: request.inputBytes, uid: caller.uid)
            return try await replay(used, of: key, caller)
        }
        await director.enqueue(live(record, profile, request))
        return Submission(session: record.id, isReplay: false)
    }

    func admit(
        _ request: SubmitRequest,
        _ subject: SubmitSubject,
        under profile: Profile
    ) async throws(ServiceError) -> SessionLimits {
        let facts = try await storing { () async throws(StoreError) in
            try await self.store.admissionFacts(of: subject.digest, name: subject.name)
        }
        _ = try AdmissionRule.admit(facts, under: profile.name, at: .now)
        guard profile.runtimes[subject.runtime] != nil else { throw .runtimeNotAllowed(subject.runtime, profile.name) }
        try RequestRule.check(request, under: profile)
        return try RequestRule.limits(request, under: profile)
    }

    /// Keeps the record of a refused session; returns what the caller is told.
    ///
    /// It says what was asked for, but not with which inputs: nothing has read them.
    private func recordRefusal(_ record: inout SessionRecord, _ error: ServiceError) async -> ServiceError {
        switch error {
        case .storage, .internal, .invalid: return error
        default: break
        }
        record.report = SessionReport(session: record.id, verdict: Verdict(refusedBy: error))
        record.state = .destroyed
        record.finishedAt = .now
        logger.notice(
            "refused a session",
            metadata: ["session": "\(record.id)", "rule": "\(error.code)", "by": "uid \(record.caller.uid)"]
        )
        do throws(StoreError) {
            try await recorder.keep(refused: record)
            return error
        } catch {
            return ServiceError(error)
        }
    }

    private func live(_ record: SessionRecord, _ profile: Profile, _ request: SubmitRequest) -> LiveSession {
        let (warden, logger, id) = (warden, logger, record.id)
        let limit = record.limits.output
        let output = SessionOutput(limits: record.limits, objects: store.objects) { observed in
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
        return LiveSession(record, profile: profile, request: request, output: output)
    }
}
