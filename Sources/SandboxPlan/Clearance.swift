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
    /// Of the profile's file.
    package var profileDigest: Digest
    /// What starts the script.
    package var runtime: RuntimeName
    /// What that was found to be; `nil` when there was none.
    package var closure: RuntimeClosure?

    package init(
        key: AdmissionKey,
        holdsUntil: UInt64,
        profileDigest: Digest,
        runtime: RuntimeName,
        closure: RuntimeClosure?
    ) {
        self.key = key
        self.holdsUntil = holdsUntil
        self.profileDigest = profileDigest
        self.runtime = runtime
        self.closure = closure
    }

    /// Refuses to start by a yes that would have to be asked for anew.
    ///
    /// - Parameters:
    ///   - trust: SHA-256 over the trust files as they are now.
    ///   - profile: Of the profile's file; `nil` when there is no such profile any more.
    ///   - now: Seconds since 1970.
    package func check(trust: Digest, profile: Digest?, now: UInt64) throws(LaunchRefusal) {
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
        guard let profile else {
            throw LaunchRefusal(rule: "profile_not_found", detail: "the warden has no profile \(key.profile) any more")
        }
        guard profile == profileDigest else {
            throw LaunchRefusal(
                rule: "profile_changed",
                detail: "profile \(key.profile) is another since the session waits to start; submit it again"
            )
        }
    }

    /// Refuses to start what a pin holds to an interpreter that is another one by now.
    package func check(closure now: RuntimeClosure?, pin: PinMode) throws(LaunchRefusal) {
        guard pin == .enforce, now != closure else { return }
        throw LaunchRefusal(
            rule: "runtime_changed",
            detail: "what starts \(runtime.rawValue) changed while the session waited to start; submit it again"
        )
    }
}
