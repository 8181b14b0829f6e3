/// What the daemon shows the warden to prove that a digest may run.
///
/// A record is the daemon's word alone; a signed statement is checked by `mayfly-verify` against root-owned trust.
package enum AdmissionEvidence: Hashable, Sendable {
    /// An approval recorded in the registry.
    case recorded(RecordedApproval)
    /// A statement with people's signatures.
    case signed(SignedStatement)

    /// An approval as the registry recorded it.
    package struct RecordedApproval: Hashable, Sendable {
        package var digest: Digest
        package var profiles: [ProfileName]
        /// Seconds since 1970 from which the approval no longer holds.
        package var expires: UInt64

        package init(digest: Digest, profiles: [ProfileName], expires: UInt64) {
            self.digest = digest
            self.profiles = profiles
            self.expires = expires
        }
    }

    /// Why evidence does not permit a launch; the raw value is the rule's name in a refusal.
    package enum Refusal: String, Error, Hashable, Sendable {
        case digestMismatch = "digest_mismatch"
        case profileNotApproved = "profile_not_approved"
        case approvalExpired = "approval_expired"
        case notVerified = "not_verified"
    }

    /// Checks the evidence against the digest of the bytes that are about to run.
    ///
    /// - Parameters:
    ///   - digest: Of the bytes, computed by whoever is about to run them.
    ///   - profile: Under which they are about to run.
    ///   - now: Seconds since 1970.
    package func permit(_ digest: Digest, under profile: ProfileName, at now: UInt64) throws(Refusal) {
        switch self {
        case .recorded(let approval):
            guard approval.digest == digest else { throw .digestMismatch }
            guard approval.profiles.contains(profile) else { throw .profileNotApproved }
            guard now < approval.expires else { throw .approvalExpired }
        case .signed: throw .notVerified
        }
    }
}
