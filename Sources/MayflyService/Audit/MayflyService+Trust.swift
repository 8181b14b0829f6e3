internal import Logging
internal import MayflyAudit
internal import MayflyCore
internal import MayflyEvidence
internal import MayflyStore
internal import WardenClient
internal import WardenProtocol

/// Watches the trust files, and reports changes.
extension MayflyService {
    /// Checks the trust files until the daemon stops, and records each change.
    func watchTrust() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: TrustRecord.pause)
            await noteTrust()
            askWarden()
        }
    }

    /// Checks the trust files, and records any change.
    func noteTrust() async {
        if desk.description != nil { complain(trustCheck) }
        await writeTrust()
    }

    /// Writes the pending events about trust to the log in their order, and returns once they are in it.
    ///
    /// - Returns: Why they are not; the daemon tries again within a second.
    @discardableResult
    func writeTrust() async -> StoreError? {
        guard !trust.pending.isEmpty else { return nil }
        return await trustTurns.run { [self] in
            let events = trust.pending
            guard !events.isEmpty else { return nil }
            do throws(StoreError) {
                try await store.record(events)
                trust.wrote(events.count)
                return nil
            } catch {
                let names = events.map(\.name.rawValue).joined(separator: ", ")
                logger.error("could not record an event", metadata: ["event": "\(names)", "error": "\(error)"])
                return error
            }
        }
    }

    /// Says in the log that every launch is refused, once for each reason.
    func complain(_ check: ReadinessCheck) {
        guard trust.isNews(check.isHolding ? nil : check.detail) else { return }
        logger.error("every launch is refused", metadata: ["why": "\(check.detail)"])
    }

    /// Makes the warden check the trust files at once, if the daemon sees other files than the warden has reported.
    ///
    /// The warden checks at every launch; without a launch its report would stay outdated. It does not check every second, since that
    /// would keep an idle host busy.
    private func askWarden() {
        guard let description = desk.description, let seen = trustDigest, seen != description.trust else { return }
        do throws(WardenClientError) {
            try warden.look()
        } catch {
            logger.debug("the warden was not asked to look at trust", metadata: ["error": "\(error)"])
        }
    }

    /// The digest of the trust files as they are now; `nil` when they cannot be read or trusted.
    var trustDigest: Digest? { (try? admission.trust.current())?.digest }

    /// Whether any signature can count, by the files as they are now and as the warden has them.
    var trustCheck: ReadinessCheck { checkTrust(desk.description) }

    /// The same check with the warden's report about itself; `nil` when there is no report.
    func checkTrust(_ description: WardenDescription?) -> ReadinessCheck {
        let trust: TrustDesk.Trust
        do throws(ServiceError) { trust = try admission.trust.current() } catch {
            return ReadinessCheck("trust", false, error.sentence)
        }
        if let description, description.trust == nil {
            let said = description.facts.first { $0.name == "trust" }?.value ?? "unreadable"
            return ReadinessCheck("trust", false, "nobody's signature counts: the warden says of trust: \(said)")
        }
        let numbers = "\(trust.files.signers.signers.count) keys, \(trust.files.revoked.count) revoked"
        return ReadinessCheck("trust", true, numbers)
    }

    /// What should be changed in trust files that are in force; empty where authors may approve anyway.
    package var trustAdvice: [String] {
        guard !configuration.allowsSelfApproval else { return [] }
        // Files that cannot be read get no advice: nothing runs then.
        return (try? admission.trust.current())?.advice.map { [$0] } ?? []
    }

    /// Says in the log, at the start, what should be changed in the trust files.
    func adviseOnTrust() {
        for advice in trustAdvice {
            logger.warning("a trust file lets too much count", metadata: ["mend": "\(advice)"])
        }
    }
}
