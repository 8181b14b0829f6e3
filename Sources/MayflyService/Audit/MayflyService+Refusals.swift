internal import MayflyAudit
internal import MayflyCore
internal import MayflyEvidence
internal import MayflyStore

/// Records of refusals that leave no session.
extension MayflyService {
    /// Records that a request was refused which made no session.
    ///
    /// - Parameter meter: Bounds the number of such records.
    /// - Returns: Whether it got a record of its own; refusals of a user who is refused very often, or on a full disk, are only counted.
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

    /// Records that a signature was not accepted, if a rule refused it.
    ///
    /// Auditors look for attempts to approve without permission, and for signatures that do not verify. Such refusals have a meter
    /// of their own, so that other refusals do not use it up. As for sessions, callers without any role are not recorded, since their
    /// number has no bound.
    ///
    /// - Parameter content: The parsed statement; `nil` when the bytes are not a statement.
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
    /// Makes the refusal of a request that leaves no session.
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

    /// Makes the refusal of a submission whose session is not kept.
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
    /// The script's name and digest, as far as the request states them.
    var named: (script: ScriptName?, digest: Digest?) {
        switch self {
        case .reference(.name(let name)): (name, nil)
        case .reference(.version(let name, let digest)): (name, digest)
        case .reference(.digest(let digest)): (nil, digest)
        case .code: (nil, nil)
        }
    }
}
