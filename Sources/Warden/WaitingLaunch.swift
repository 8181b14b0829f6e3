internal import LinuxSystem
internal import MayflyCore
internal import WardenProtocol

/// A launch whose bytes the warden has copied, and whose evidence is being verified.
final class WaitingLaunch {
    let request: LaunchRequest
    /// The descriptors that came with the request and have not been taken yet.
    let descriptors: DescriptorBag
    let received: Instant
    let bundle: VerifiedBundle
    let statement: SignedStatement
    /// SHA-256 over the statement and its signatures.
    let evidence: Digest
    /// How often its evidence was verified; more than once when the trust or the profile changed meanwhile.
    var attempts = 0
    /// Whether its script waits for the daemon's order to start, which may arrive before the verifier's answer.
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
