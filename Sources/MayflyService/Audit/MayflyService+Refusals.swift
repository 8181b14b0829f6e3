internal import MayflyAudit
internal import MayflyCore
internal import MayflyEvidence
internal import MayflyStore

/// Refusals that leave no session behind.
extension MayflyService {
    /// Records that somebody was refused what is no session.
    ///
    /// - Parameter meter: What bounds such records.
    /// - Returns: Whether it got a record of its own; whoever is refused very often, or while the disk is full, is counted.
    @discardableResult
    func record(_ refusal: RefusalFact, on meter: RefusalMeter) async -> Bool {
        guard meter.admitsOne(by: refusal.by) else { return false }
        do throws(StoreError) {
            _ = try await store.record([.refused(refusal)])
            return true
        } catch {
            meter.count(by: refusal.by)
            return false
        }
    }

    /// Records that a signature was not taken, if that was for a rule's sake.
    ///
    /// Who tries to approve what they may not, or brings what nobody has signed, is what an auditor looks for.
    ///
    /// So they have a meter of their own: other refusals do not use it up. Of callers without any role there is no end, as
    /// for sessions.
    ///
    /// - Parameter content: What the statement says; `nil` when it is none.
    func recordRefusal(of content: ApprovalStatement?, _ error: ServiceError, _ caller: Caller) async {
        switch error {
        case .cancelled, .storage, .internal, .invalid, .notReady: return
        default: break
        }
        guard !caller.roles.isEmpty else { return }
        let subject = (content?.name, content?.digest)
        let fact = RefusalFact(subject, under: content?.profiles.first?.name, error, by: caller)
        await record(fact, on: signatureRefusals)
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
