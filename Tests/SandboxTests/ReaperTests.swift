import Glibc
import LinuxSystem
import Sandbox
import Testing

@Suite("A reaper") struct ReaperTests {
    /// Starts a program of its own.
    private func spawn(_ program: String, _ arguments: [String]) throws -> Child {
        var argv = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        defer { unsafe argv.forEach { unsafe free($0) } }
        var environment = unsafe [UnsafeMutablePointer<CChar>?](repeating: nil, count: 1)
        var pid: pid_t = 0
        let result = unsafe posix_spawn(&pid, program, nil, nil, &argv, &environment)
        try #require(result == 0)
        return Child(try ProcessHandle.open(pid: pid))
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
        while try child.process.isRunning { usleep(1000) }
        reaper.end(child)
        #expect(reaper.count == 0 && kill(pid, 0) == -1)
    }
}

extension ProcessHandle {
    /// Whether the process has not ended.
    fileprivate var isRunning: Bool {
        get throws {
            var polled = pollfd(fd: pidfd.number, events: Int16(POLLIN), revents: 0)
            return try syscall("poll") { unsafe poll(&polled, 1, 0) } == 0
        }
    }
}
