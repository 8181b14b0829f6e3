package import MayflyCore

/// What a launch was let through by.
///
/// Its cell may be held for a while before its script starts. By then the yes may be over, or given by a trust and a policy
/// that are others now; nothing starts by such a yes.
package struct Clearance: Hashable, Sendable {
    /// Everything that the yes depends on, but the time.
    package var key: AdmissionKey
    /// Seconds since 1970 from which it does not hold.
    package var holdsUntil: UInt64

    package init(key: AdmissionKey, holdsUntil: UInt64) {
        self.key = key
        self.holdsUntil = holdsUntil
    }

    /// Refuses to start by a yes that would have to be asked for anew.
    ///
    /// - Parameters:
    ///   - trust: SHA-256 over the trust files as they are now.
    ///   - policy: What the profile asks for now; `nil` when there is no such profile any more.
    ///   - now: Seconds since 1970.
    package func check(trust: Digest, policy: ApprovalPolicy?, now: UInt64) throws(LaunchRefusal) {
        guard now < holdsUntil else {
            throw LaunchRefusal(
                rule: "approval_expired",
                detail: "the approval ended while the session waited to start"
            )
        }
        guard trust == key.trust else {
            throw LaunchRefusal(
                rule: "trust_changed",
                detail: "the trust files changed while the session waited to start; submit it again"
            )
        }
        guard let policy else {
            throw LaunchRefusal(rule: "profile_not_found", detail: "the warden has no profile \(key.profile) any more")
        }
        guard policy == key.policy else {
            throw LaunchRefusal(
                rule: "profile_changed",
                detail:
                    "profile \(key.profile) asks for other approvals since the session waits to start; submit it again"
            )
        }
    }
}
