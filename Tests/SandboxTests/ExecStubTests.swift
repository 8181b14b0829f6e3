import CExecStub
import CLinux
import Foundation
import Glibc
import LinuxSystem
import Sandbox
import SandboxPlan
import Testing

@Suite("A process that waits for what it becomes", .serialized) struct ExecStubTests {
    /// A child that is nothing but the stub, with both sockets as pid 1 and the warden hold them.
    fileprivate struct Waiting: ~Copyable {
        let process: ProcessHandle
        let gate: MessageSocket
        let status: MessageSocket
        let output: OwnedDescriptor

        /// The child is a copy of a process with many threads: it may call nothing that takes a lock.
        init() throws {
            let gates = try SocketPair()
            let states = try SocketPair()
            let (ourGate, theirGate, theirStatus) = (gates.ours.number, gates.theirs.number, states.theirs.number)
            let (report, refusal) = unsafe (ExecStubTests.report, ExecStubTests.refusal)
            let file = try syscall("memfd_create") { unsafe memfd_create("output", clinux_MFD_CLOEXEC) }
            let process = try ChildProcess.fork {
                close(ourGate)
                guard let stub = unsafe exec_stub_make(report, refusal, 2) else { _exit(99) }
                unsafe exec_stub_enter(stub, theirGate, theirStatus)
            }
            gate = MessageSocket(gates.takeOurs())
            status = MessageSocket(states.takeOurs())
            output = OwnedDescriptor(taking: file)
            self.process = process
        }

        /// What the warden hears from it.
        func said() throws -> CellMessage? {
            guard let message = try status.receive(bound: CellMessage.bound) else { return nil }
            return CellMessage(bytes: message.bytes)
        }

        /// Sends what it becomes, with its output for all three streams.
        func become(_ bytes: [UInt8], streams: Int = 3) throws {
            try gate.send(bytes, numbers: [CInt](repeating: output.number, count: streams))
        }
    }

    /// What it says, for as long as the tests run.
    nonisolated(unsafe) private static let report = unsafe lasting(.execute, "execve(")
    nonisolated(unsafe) private static let refusal = unsafe lasting(.descriptors, "what the script is")

    private static func lasting(_ stage: SetupStage, _ subject: String) -> exec_stub_text {
        let bytes = CellMessage.failed(stage: stage, errno: Errno(rawValue: 0), subject: subject).bytes
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
        _ = unsafe buffer.initialize(from: bytes)
        return unsafe exec_stub_text(bytes: buffer.baseAddress, length: bytes.count)
    }

    private static func message(_ texts: String...) -> [UInt8] { TextList.bytes(of: texts) }

    @Test func `becomes the program, with its arguments, environment and streams`() throws {
        let waiting = try Waiting()
        let script = "echo \"$0 $# $1\"; echo $A >&2; env; ls /proc/self/fd"
        try waiting.become(Self.message("/bin/sh", "5", "sh", "-c", script, "own name", "x y", "A=a b", "B="))
        let exit = try waiting.process.wait()
        let text = String(decoding: try waiting.output.read(count: 4096, at: 0), as: UTF8.self)
        #expect(exit.code == 0)
        #expect(text.hasPrefix("own name 1 x y\na b\n") && text.contains("\nB=\n"))
        #expect(
            text.contains("A=a b\n") && !text.contains("PATH=/usr/local"),
            "its own environment, and no other: \(text)"
        )
    }

    @Test func `may have no environment, and no argument but its name`() throws {
        let waiting = try Waiting()
        try waiting.become(Self.message("/usr/bin/env", "1", "env"))
        let exit = try waiting.process.wait()
        #expect(exit.code == 0)
    }

    @Test func `holds next to nothing while it waits`() throws {
        let waiting = try Waiting()
        let pid = waiting.process.pid
        func maps() throws -> String { try String(contentsOfFile: "/proc/\(pid)/maps", encoding: .utf8) }
        // It gives up the rest before it waits; nobody is told when it has.
        for _ in 0..<5000 where try maps().contains("[stack]") { usleep(1000) }
        let left = try maps()
        #expect(!left.contains("[heap]") && !left.contains("[stack]"), "\(left)")
        let rollup = try String(contentsOfFile: "/proc/\(pid)/smaps_rollup", encoding: .utf8)
        let held = try #require(rollup.split(separator: "\n").first { $0.hasPrefix("Private_Dirty:") })
        let size = try #require(held.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        #expect(size <= 4 * Int(getpagesize()) / 1024, "KiB: what it writes to, and its stack")
        try waiting.process.send(signal: SIGKILL)
        _ = try waiting.process.wait()
    }

    @Test func `says why it became nothing`() throws {
        let waiting = try Waiting()
        try waiting.become(Self.message("/nowhere/to be found", "1", "x", "A=b"))
        let exit = try waiting.process.wait()
        #expect(exit.code == 1)
        let said = try waiting.said()
        let expected = CellMessage.failed(
            stage: .execute,
            errno: .noEntry,
            subject: "execve(/nowhere/to be found)"
        )
        #expect(said == expected)
    }

    @Test func `cuts a path that is too long to be told`() throws {
        let waiting = try Waiting()
        try waiting.become(Self.message("/" + String(repeating: "n", count: 3000), "1", "x"))
        let exit = try waiting.process.wait()
        #expect(exit.code == 1)
        guard case .failed(.execute, _, let subject) = try waiting.said() else {
            Issue.record("it said something else")
            return
        }
        #expect(subject.hasPrefix("execve(/nnn") && subject.hasSuffix("n)") && subject.utf8.count < 512)
    }

    /// What is wrong, the message, how many descriptors travel with it, and the error that is told.
    static let malformed: [(String, [UInt8], Int, CInt)] = [
        ("nothing but a program", message("/usr/bin/env"), 3, EBADMSG),
        ("fewer arguments than it says", message("/usr/bin/env", "2", "env"), 3, EBADMSG),
        ("no number", message("/usr/bin/env", "", "env"), 3, EBADMSG),
        ("a number that is none", message("/usr/bin/env", "1x", "env"), 3, EBADMSG),
        ("a number beyond all", message("/usr/bin/env", "18446744073709551617", "env"), 3, EBADMSG),
        ("no end of a text", message("/usr/bin/env", "1", "env").dropLast(), 3, EBADMSG),
        ("two streams", message("/usr/bin/env", "1", "env"), 2, EBADMSG),
        ("four streams", message("/usr/bin/env", "1", "env"), 4, EBADMSG),
        ("five streams", message("/usr/bin/env", "1", "env"), 5, EMFILE),
        ("no stream", message("/usr/bin/env", "1", "env"), 0, EBADMSG),
    ]

    @Test(arguments: malformed)
    func `becomes nothing by a message that is none of ours`(
        _ name: String,
        _ bytes: [UInt8],
        _ streams: Int,
        _ error: CInt
    ) throws {
        let waiting = try Waiting()
        try waiting.become(bytes, streams: streams)
        let exit = try waiting.process.wait()
        let said = try waiting.said()
        let told = CellMessage.failed(
            stage: .descriptors,
            errno: Errno(rawValue: error),
            subject: "what the script is"
        )
        #expect(exit.code == 1 && said == told, "\(name)")
    }

    @Test func `becomes nothing by a message that is too long`() throws {
        let waiting = try Waiting()
        try waiting.become(Self.message("/usr/bin/env", "1", String(repeating: "e", count: 70_000)))
        let exit = try waiting.process.wait()
        guard case .failed(.descriptors, Errno(rawValue: EBADMSG), _) = try waiting.said() else {
            Issue.record("it said something else")
            return
        }
        #expect(exit.code == 1)
    }

    @Test func `goes when nobody is left to tell it`() throws {
        let waiting = try Waiting()
        let process = waiting.letGo()
        let exit = try process.wait(atMost: 5000)
        #expect(exit?.code == 1)
    }
}

extension ExecStubTests.Waiting {
    /// Closes the gate, and all else but the process.
    fileprivate consuming func letGo() -> ProcessHandle { process }
}
