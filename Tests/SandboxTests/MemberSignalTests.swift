import Glibc
import LinuxSystem
import MayflyTestSupport
import Sandbox
import Testing

@Suite("A signal to all members") struct MemberSignalTests {
    /// Starts a program that does nothing for long.
    private func spawn() throws -> pid_t { try ChildProgram.spawn("/bin/sleep", ["100"]) }

    /// What ended a child, and 0 for one that lives, which is ended then.
    ///
    /// A signal that was sent may take a moment, and on a busy machine more.
    private func signal(thatEnded pid: pid_t, within milliseconds: Int = 100) -> Int32 {
        var status: Int32 = 0
        for _ in 0..<milliseconds / 2 {
            if unsafe waitpid(pid, &status, WNOHANG) == pid { return status & 0x7f }
            usleep(2_000)
        }
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
        return 0
    }

    @Test func `reaches members, and nobody to whom a member's number was given`() throws {
        let (member, spared, stranger) = (try spawn(), try spawn(), try spawn())
        var looks = 0
        MemberSignal.send(SIGKILL, butTo: spared) {
            looks += 1
            // The stranger was a member when it was read, and is none any more when it is open.
            return looks == 1 ? [0, 1, member, spared, stranger] : [member, spared]
        }
        #expect(looks == 2)
        #expect(signal(thatEnded: member, within: 20_000) == SIGKILL)
        #expect(signal(thatEnded: spared) == 0)
        #expect(signal(thatEnded: stranger) == 0)
    }

    @Test func `to thousands reads who they are a few times`() {
        var looks = 0
        // Above what any process may have as its number.
        MemberSignal.send(SIGTERM) {
            looks += 1
            return Array((1 << 23)..<(1 << 23) + 2_000)
        }
        #expect(looks == 5)
    }
}
