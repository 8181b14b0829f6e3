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

    init(number: UInt32, key: AdmissionKey, request: VerifyRequest, waiting: WaitingLaunch) {
        self.number = number
        self.key = key
        self.request = request
        self.waiting = [waiting]
    }
}
