internal import MayflyCore
internal import MayflyStore

/// Why a session that waited does not get a cell.
struct NotStarted: Error {
    let verdict: Verdict
    /// What the warden said of its cell, if it had one already.
    var report: SessionReport?

    init(_ verdict: Verdict) {
        self.verdict = verdict
    }

    /// What a rule says no to is refused; what could not be decided is an internal error.
    init(_ error: ServiceError) {
        switch error {
        // Without a warden the daemon ends too: what it has accepted gets the same end as what runs.
        case .notReady: self.verdict = Verdict(.daemonRestart, evidence: "not launched: \(error.sentence)")
        case .cancelled, .storage, .internal: self.verdict = Verdict(.internalError, evidence: error.sentence)
        default: self.verdict = Verdict(refusedBy: error)
        }
    }

    /// Bytes that are not those that were approved, or that were revoked a moment ago, are refused; everything else the store
    /// cannot do is an internal error.
    init(_ error: StoreError) {
        switch error {
        case .damaged:
            var verdict = Verdict(.refused, evidence: "the stored bytes are not those that were approved: \(error)")
            verdict.rule = "bundle_damaged"
            self.verdict = verdict
        case .revoked(let digest): self.verdict = Verdict(refusedBy: .scriptRevoked(digest, reason: "just now"))
        default: self.verdict = Verdict(.internalError, evidence: "\(error)")
        }
    }
}

extension Verdict {
    /// The verdict of a session that a rule refused.
    init(refusedBy error: ServiceError) {
        self.init(.refused, evidence: error.sentence)
        self.rule = error.code
    }
}
