import Glibc
import LinuxSystem
import MayflyTestSupport
import Sandbox
import Testing

@Suite("A reaper") struct ReaperTests {
    /// Starts a program of its own.
    private func spawn(_ program: String, _ arguments: [String]) throws -> Child {
        Child(try ProcessHandle.open(pid: try ChildProgram.spawn(program, arguments)))
    }

    @Test func `ends a child, and leaves nothing of it`() throws {
        let (reaper, child) = (Reaper(), try spawn("/bin/sleep", ["100"]))
        let pid = child.process.pid
        let exit = try child.process.wait(atMost: 1)
        #expect(exit == nil, "it has not ended by itself")
        reaper.end(child)
        #expect(reaper.count == 0 && kill(pid, 0) == -1)
        reaper.end(child)
        #expect(reaper.count == 0, "one that is gone is not waited for")
    }

    @Test func `takes one that has ended already`() throws {
        let (reaper, child) = (Reaper(), try spawn("/bin/true", []))
        let pid = child.process.pid
        while !child.process.hasEnded { usleep(1000) }
        reaper.end(child)
        #expect(reaper.count == 0 && kill(pid, 0) == -1)
    }
}
