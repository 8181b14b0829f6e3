internal import LinuxSystem
internal import MayflyCore
internal import WardenProtocol

/// A launch whose bytes are the warden's own already, and whose evidence is being verified.
final class WaitingLaunch {
    let request: LaunchRequest
    /// What travelled with it and was not taken yet.
    let descriptors: DescriptorBag
    let received: Instant
    let bundle: VerifiedBundle
    let statement: SignedStatement
    /// SHA-256 over the statement and its signatures.
    let evidence: Digest
    /// How often its evidence was verified: again when the trust or the profile changed meanwhile.
    var attempts = 0
    /// Whether its script waits for the daemon's word, which may come before the verifier's.
    var isHeld: Bool

    init(
        _ request: LaunchRequest,
        _ descriptors: DescriptorBag,
        received: Instant,
        bundle: VerifiedBundle,
        statement: SignedStatement,
        evidence: Digest
    ) {
        self.request = request
        self.descriptors = descriptors
        self.received = received
        self.bundle = bundle
        self.statement = statement
        self.evidence = evidence
        self.isHeld = request.isHeld
    }
}
