internal import MayflyAudit
internal import MayflyCore
internal import MayflyEvidence
internal import MayflyStore

/// Refusals that leave no session behind.
extension MayflyService {
    /// Records that somebody was refused what is no session yet.
    ///
    /// - Returns: Whether it got a record of its own; whoever is refused very often is counted.
    @discardableResult
    func record(_ refusal: RefusalFact) async throws(ServiceError) -> Bool {
        guard refusals.admitsOne(by: refusal.by) else { return false }
        try await storing { () async throws(StoreError) in _ = try await self.store.record([.refused(refusal)]) }
        return true
    }

    /// Records that a signature was not taken, if that was for a rule's sake; returns what the caller is told.
    ///
    /// Who tries to approve what they may not, or brings what nobody has signed, is what an auditor looks for.
    ///
    /// - Parameter content: What the statement says; `nil` when it is none.
    func recordRefusal(of content: ApprovalStatement?, _ error: ServiceError, _ caller: Caller) async -> ServiceError {
        switch error {
        case .storage, .internal, .invalid, .notReady: return error
        default: break
        }
        let subject = (content?.name, content?.digest)
        return await recordRefusal(RefusalFact(subject, under: content?.profiles.first?.name, error, by: caller), error)
    }

    /// Records a refusal; returns what the caller is told.
    func recordRefusal(_ refusal: RefusalFact, _ error: ServiceError) async -> ServiceError {
        do throws(ServiceError) { try await record(refusal) } catch { return error }
        return error
    }
}

extension RefusalFact {
    /// The refusal of what is no session.
    init(
        _ subject: (script: ScriptName?, digest: Digest?),
        under profile: ProfileName?,
        _ error: ServiceError,
        by caller: Caller
    ) {
        self.init(
            session: nil,
            script: subject.script,
            digest: subject.digest,
            profile: profile,
            rule: error.code,
            by: caller.uid
        )
    }

    /// The refusal of what becomes no session.
    init(_ record: SessionRecord, _ error: ServiceError) {
        self.init(
            session: nil,
            script: record.scriptName,
            digest: record.digest,
            profile: record.profile,
            rule: error.code,
            by: record.caller.uid
        )
    }
}

extension SubmitRequest.Subject {
    /// What it says itself of the script that it means.
    var named: (script: ScriptName?, digest: Digest?) {
        switch self {
        case .reference(.name(let name)): (name, nil)
        case .reference(.version(let name, let digest)): (name, digest)
        case .reference(.digest(let digest)): (nil, digest)
        case .code: (nil, nil)
        }
    }
}
