package import MayflyCore

/// The decision that let a launch through.
///
/// The script may be held for a while after the decision. By the time of its start the permit may have ended, or the trust or the
/// policy may have changed, and then the script must not start.
package struct Clearance: Hashable, Sendable {
    /// Everything except the time that the decision depends on.
    package var key: AdmissionKey
    /// The time at which the decision ends, in seconds since 1970.
    package var holdsUntil: UInt64
    /// The digest of the profile's files.
    package var profileDigest: Digest
    /// The runtime that starts the script.
    package var runtime: RuntimeName
    /// The interpreter that was found for it; `nil` when there was none.
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

    /// Refuses to start a script whose launch would have to be decided again.
    ///
    /// - Parameters:
    ///   - trust: SHA-256 over the current trust files.
    ///   - profile: The digest of the current profile's files; `nil` when there is no such profile any more.
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

    /// Refuses to start a script by an interpreter that has changed, if the profile pins it.
    package func check(closure now: RuntimeClosure?, pin: PinMode) throws(LaunchRefusal) {
        guard pin == .enforce, now != closure else { return }
        throw LaunchRefusal(
            rule: "runtime_changed",
            detail: "what starts \(runtime.rawValue) changed while the session waited to start; submit it again"
        )
    }
}
