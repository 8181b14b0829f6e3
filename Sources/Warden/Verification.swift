internal import LinuxSystem
internal import SandboxPlan
internal import WardenProtocol

/// One question to the verifier, and the launches that wait for its answer.
final class Verification {
    let number: UInt32
    let key: AdmissionKey
    let request: VerifyRequest
    var waiting: [WaitingLaunch]
    /// The verifier at work; `nil` until it is started.
    var run: VerifierRun?
    /// When the wait for a network namespace is given up; `nil` while the question does not wait for one.
    var networkDeadline: Instant?

    init(number: UInt32, key: AdmissionKey, request: VerifyRequest, waiting: WaitingLaunch) {
        self.number = number
        self.key = key
        self.request = request
        self.waiting = [waiting]
    }
}
