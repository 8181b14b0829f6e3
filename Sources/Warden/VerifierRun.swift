internal import Glibc
internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

/// A verifier that works on one request.
final class VerifierRun {
    /// Its process.
    let child: Child
    let identity: CellIdentity
    private let answer: OwnedDescriptor
    /// When the verifier is killed; `nil` once it was.
    private(set) var deadline: Instant?

    init(
        _ process: consuming ProcessHandle,
        answer: consuming OwnedDescriptor,
        identity: CellIdentity,
        deadline: Instant
    ) {
        self.child = Child(process)
        self.answer = answer
        self.identity = identity
        self.deadline = deadline
    }

    /// How long the reaping of a verifier that has ended or was killed may take, in milliseconds.
    private static let lastMoment: CInt = 1_000

    /// Kills the verifier; its end is then noticed like any other.
    func giveUp() {
        deadline = nil
        _ = try? child.process.send(signal: SIGKILL)
    }

    /// Waits for a verifier that has ended or is about to, and reads its answer.
    ///
    /// - Parameter reaper: Takes over a process that does not end.
    /// - Throws: A refusal by rule `verifier_failed` for everything except one well-formed answer with exit status 0.
    func finish(_ reaper: Reaper) throws(LaunchRefusal) -> VerifyAnswer {
        let ended = try Self.system { () throws(SystemCallError) in try child.process.wait(atMost: Self.lastMoment) }
        guard let exit = ended else {
            reaper.end(child)
            throw Self.failure("was told to end, and does not")
        }
        if deadline == nil { throw Self.failure("did not answer within \(VerifierProgram.patience.text)") }
        guard exit.code == 0 else {
            throw Self.failure(exit.signal.map { "was ended by signal \($0)" } ?? "exited with \(exit.code ?? -1)")
        }
        let bytes = try Self.system { () throws(SystemCallError) in
            // The limits of its cell let it write no more than this.
            try answer.read(count: Int(min(answer.status().size, UInt64(FrameBound.verification))), at: 0)
        }
        return try Self.read(bytes)
    }

    private static func system<Value>(_ body: () throws(SystemCallError) -> Value) throws(LaunchRefusal) -> Value {
        do throws(SystemCallError) { return try body() } catch { throw failure("cannot be heard: \(error)") }
    }

    private static func read(_ bytes: [UInt8]) throws(LaunchRefusal) -> VerifyAnswer {
        do throws(FrameError) {
            return try VerifyAnswer(frame: bytes, bound: FrameBound.verification)
        } catch {
            throw failure("answered nonsense: \(error)")
        }
    }

    /// A refusal because there is no usable answer.
    static func failure(_ what: String) -> LaunchRefusal {
        LaunchRefusal(rule: "verifier_failed", detail: "mayfly-verify \(what)")
    }
}
