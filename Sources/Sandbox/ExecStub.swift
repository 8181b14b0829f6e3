internal import CExecStub
internal import Glibc
internal import LinuxSystem
internal import SandboxPlan

/// What the main process of a cell that was built ahead is reduced to while it waits: two pages of its own.
///
/// A copy of the warden could wait just as well, but would take a quarter of a megabyte, which would also have to be torn down when
/// the process executes the script's program.
@safe
struct ExecStub {
    private let stub: OpaquePointer

    /// Maps the stub, which the filter would forbid later.
    init() throws(SystemCallError) {
        let none = Errno(rawValue: 0)
        let report = CellMessage.failed(stage: .execute, errno: none, subject: "execve(").bytes
        let refusal = CellMessage.failed(stage: .descriptors, errno: none, subject: "what the script is").bytes
        let stub = unsafe report.withUnsafeBufferPointer { report in
            unsafe refusal.withUnsafeBufferPointer { refusal in
                unsafe exec_stub_make(
                    exec_stub_text(bytes: report.baseAddress, length: report.count),
                    exec_stub_text(bytes: refusal.baseAddress, length: refusal.count),
                    Self.errorPlace
                )
            }
        }
        guard let stub = unsafe stub else {
            throw SystemCallError("mmap", on: "what waits for the script", errno: .current)
        }
        unsafe self.stub = stub
    }

    /// The offset of the errno in a ``CellMessage/failed(stage:errno:subject:)``.
    private static let errorPlace = 2

    /// Unmaps everything else, waits for a message through the gate, and executes what it says.
    func enter(gate: CInt, status: CellStatus) -> Never { unsafe exec_stub_enter(stub, gate, status.socket) }
}
