internal import LinuxSystem
internal import SandboxPlan
internal import WardenProtocol

/// One question to the verifier, and the launches that wait for its answer.
final class Verification {
    let number: UInt32
    let key: AdmissionKey
    let request: VerifyRequest
    var waiting: [WaitingLaunch]
    /// `nil` until its turn has come.
    var run: VerifierRun?
    /// When it is given up for want of a network namespace; `nil` while it does not wait for one.
    var networkDeadline: Instant?

    init(number: UInt32, key: AdmissionKey, request: VerifyRequest, waiting: WaitingLaunch) {
        self.number = number
        self.key = key
        self.request = request
        self.waiting = [waiting]
    }
}
