internal import MayflyCore
internal import MayflyStore

/// Why a waiting session gets no cell.
struct NotStarted: Error {
    let verdict: Verdict
    /// The warden's report about its cell, if it had one already.
    var report: SessionReport?

    init(_ verdict: Verdict) {
        self.verdict = verdict
    }

    /// A rule's refusal becomes the verdict `refused`, and a failed decision `internal_error`.
    init(_ error: ServiceError) {
        switch error {
        // Without a warden the daemon ends too: accepted sessions get the same end as running ones.
        case .notReady: self.verdict = Verdict(.daemonRestart, evidence: "not launched: \(error.sentence)")
        case .cancelled, .storage, .internal: self.verdict = Verdict(.internalError, evidence: error.sentence)
        default: self.verdict = Verdict(refusedBy: error)
        }
    }

    /// Maps a failure of the store.
    ///
    /// Bytes that differ from the approved ones, or that were revoked a moment ago, are refused; every other failure is an internal error.
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
    /// Makes the verdict of a session that a rule refused.
    init(refusedBy error: ServiceError) {
        self.init(.refused, evidence: error.sentence)
        self.rule = error.code
    }
}
