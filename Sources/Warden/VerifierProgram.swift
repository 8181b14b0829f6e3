internal import Glibc
internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

/// The program that checks signatures: opened once, and checked again before every use.
///
/// Whoever could write the program could permit everything. Its input is hostile: whoever can send a launch can make it.
final class VerifierProgram {
    /// How long one answer may take.
    static let patience: Duration = .seconds(5)
    private static let name = "mayfly-verify"

    let path: String
    private let file: OwnedDescriptor
    private let filter: SeccompProgram

    /// Opens the program, which must be owned by root and writable by nobody else.
    init(_ path: String) throws(WardenError) {
        self.path = path
        self.file = try TrustedFile.program(path)
        self.filter = try system { () throws(SystemCallError) in try SeccompProgram(.verifier) }
        try checkKind()
    }

    private func checkKind() throws(WardenError) {
        let status = try system { () throws(SystemCallError) in try file.status() }
        guard status.kind == .regular, status.permissions & 0o111 != 0 else {
            throw WardenError.untrusted(path: path, why: "is no program")
        }
    }

    /// Starts answering a request.
    func start(
        _ request: VerifyRequest,
        as identity: CellIdentity,
        in network: borrowing OwnedDescriptor,
        home: HomeNamespaces
    ) throws(WardenError) -> VerifierRun {
        try TrustedFile.check(file, path)
        do throws(SystemCallError) {
            let question = try MemoryFile.sealed(request.frame, name: "question")
            let answer = try MemoryFile.make("answer")
            let cell = EmptyCell(
                program: file,
                input: question,
                output: answer,
                filter: filter,
                limits: ResourceLimit.planEmptyCell(answer: UInt64(FrameBound.verification))
            )
            let process = try cell.start(as: identity, name: Self.name, in: network, home: home)
            return VerifierRun(process, answer: answer, identity: identity, deadline: Instant.now + Self.patience)
        } catch {
            throw WardenError.system(error)
        }
    }
}
