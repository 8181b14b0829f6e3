internal import MayflyCore
internal import MayflyEvidence
internal import MayflyJSON

/// Compares the starts of sessions with the approvals that they name, record by record.
///
/// A start is recorded a moment after the session was admitted, and the warden checks the approval again before anything of the
/// session runs. A start that came too late is therefore right if its script did not run: the session's end says so, or that end
/// may still be missing if the start was late by only a moment. A session that ran, or whose end names a start, must have that
/// start recorded before the end.
struct StartCheck {
    /// A start at which its approval did not hold.
    private struct Late {
        let damage: AuditDamage
        /// Whether it was late by a moment, so that its session may be about to be refused.
        let isClose: Bool
    }

    /// A start of a session that has not ended.
    private struct Begun {
        let record: UInt64
        let digest: JSON?
    }

    /// How many starts were compared.
    private(set) var count = 0
    private var approvals: [String: ApprovalTerms] = [:]
    private var revoked: Set<String> = []
    /// The newest rejection of each subject of approvals.
    private var rejected: [String: UInt64] = [:]
    /// The starts that are right only if nothing ran, by their sessions.
    private var late: [String: Late] = [:]
    /// The starts of sessions that have not ended, by session; a session may have two.
    private var begun: [String: [Begun]] = [:]
    private var found: AuditDamage?

    /// The longest time between a session's admission and the record of its start, in seconds; far more than it takes.
    private static let patience: UInt64 = 60
    /// The verdicts of sessions whose scripts may never have run.
    private static let verdictsWithoutScript: Set<VerdictName> = [
        .refused, .revoked, .killed, .daemonRestart, .setupFailed, .internalError,
    ]

    /// Notes an approval, from one of its records.
    ///
    /// A record without a statement names nothing that anybody could have signed, so nothing may start by it.
    ///
    /// - Parameter content: The statement's content; `nil` when there is no statement, or the record does not agree with it.
    mutating func approve(_ leaf: JSON, _ index: UInt64, saying content: ApprovalStatement?) {
        guard let id = leaf["approval"]?.text, ApprovalID(id) != nil, leaf["statement"]?.text != nil,
            approvals[id] == nil
        else { return }
        approvals[id] = ApprovalTerms(leaf, index, saying: content)
    }

    /// Notes that a digest was revoked.
    mutating func revoke(_ leaf: JSON) {
        if let digest = leaf["digest"]?.text { revoked.insert(digest) }
    }

    /// Notes that everything signed about a version until now no longer counts.
    mutating func reject(_ leaf: JSON, _ index: UInt64) {
        guard let script = leaf["script"]?.text, let digest = leaf["digest"]?.text else { return }
        rejected["\(script) \(digest)"] = index
    }

    /// Compares a start with the approval that it names.
    ///
    /// - Parameter file: The file with the record.
    mutating func start(_ leaf: JSON, _ index: UInt64, in file: String) {
        count += 1
        if let session = leaf["session"]?.text {
            begun[session, default: []].append(Begun(record: index, digest: leaf["digest"]))
        }
        let id = leaf["approval"]?.text ?? "nothing"
        func damage(_ what: String) -> AuditDamage {
            AuditDamage(record: index, file: file, "is a start \(what) \(id.excerpt())")
        }
        guard let terms = approvals[id] else { return note(damage("by an approval that no record before it has:")) }
        if let fault = terms.fault(of: leaf) { return note(damage(fault)) }
        guard let fault = lateness(of: leaf, by: terms) else { return }
        guard let session = leaf["session"]?.text else { return note(damage(fault.what)) }
        // If a session has two starts, the first wrong one is reported.
        if late[session] == nil { late[session] = Late(damage: damage(fault.what), isClose: fault.isClose) }
    }

    /// Why a start came too late, or too early; `nil` when it did not.
    private func lateness(of leaf: JSON, by terms: ApprovalTerms) -> (what: String, isClose: Bool)? {
        if let digest = leaf["digest"]?.text, revoked.contains(digest) {
            return (what: "after its version was revoked, by", isClose: false)
        }
        // A review may have been admitted before the rejection.
        if terms.isApproval, let rejection = rejected[terms.subject], rejection > terms.record {
            return (what: "after a rejection of", isClose: false)
        }
        let missed = AuditLeaf.seconds("time", of: leaf).map(terms.seconds(from:)) ?? .max
        guard missed > 0 else { return nil }
        return (what: "outside of the time of", isClose: missed <= Self.patience)
    }

    /// Notes the end of a session, and looks up the start that the end names.
    ///
    /// - Parameter file: The file with the record.
    /// - Returns: Whether its start was too late, and is right only because nothing of the session ran.
    mutating func end(_ leaf: JSON, _ index: UInt64, in file: String) -> Bool {
        let session = leaf["session"]?.text ?? ""
        let starts = begun.removeValue(forKey: session) ?? []
        let verdict = leaf["verdict"]?.text.flatMap(VerdictName.init(rawValue:))
        let isWithoutScript = verdict.map(Self.verdictsWithoutScript.contains) ?? false
        if !Self.isNamed(leaf["start"], by: leaf["digest"], of: starts, isWithoutScript) {
            let what = "is the end of a session, and names no start of it that stands before it"
            note(AuditDamage(record: index, file: file, what))
        }
        guard let start = late.removeValue(forKey: session) else { return false }
        if !isWithoutScript { note(start.damage) }
        return isWithoutScript
    }

    /// Whether an end names one of these starts, of the same version; if nothing ran it may name none.
    private static func isNamed(_ start: JSON?, by digest: JSON?, of starts: [Begun], _ mayBeNone: Bool) -> Bool {
        guard let start else { return mayBeNone }
        guard let index = start.integer else { return false }
        return starts.contains { begun in
            begun.record == UInt64(exactly: index) && begun.digest?.compactBytes == digest?.compactBytes
        }
    }

    /// The first wrong start, after all records were read; `nil` when there is none.
    var fault: AuditDamage? {
        let open = late.values.filter { !$0.isClose }.map(\.damage)
        return (open + [found].compactMap(\.self)).min { ($0.record ?? .max) < ($1.record ?? .max) }
    }

    private mutating func note(_ damage: AuditDamage) {
        // Ends do not come in the order of starts.
        if damage.record ?? .max < found?.record ?? .max { found = damage }
    }
}
