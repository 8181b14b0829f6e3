internal import Glibc
internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

/// The verifier at work on one request.
final class VerifierRun {
    /// Its process.
    let child: Child
    let identity: CellIdentity
    private let answer: OwnedDescriptor
    /// When it is ended; `nil` once it was.
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

    /// How long one that has ended, or was told to, may take to be reaped, in milliseconds.
    private static let lastMoment: CInt = 1_000

    /// Ends it; that it has ended is noticed as always.
    func giveUp() {
        deadline = nil
        _ = try? child.process.send(signal: SIGKILL)
    }

    /// Waits for a process that has ended, or is about to, and reads what it answered.
    ///
    /// - Parameter reaper: Gets a process that does not end.
    /// - Throws: A refusal by rule `verifier_failed` for everything but one well-formed answer and exit status 0.
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
            // No more than it may write: see the limits of its cell.
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

    /// A refusal for want of an answer.
    static func failure(_ what: String) -> LaunchRefusal {
        LaunchRefusal(rule: "verifier_failed", detail: "mayfly-verify \(what)")
    }
}
