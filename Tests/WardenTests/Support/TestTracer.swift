import Foundation
import Glibc

/// A process that traces another one: that one cannot be reaped by its parent before the tracer has let it go.
final class TestTracer {
    private let pid: pid_t
    private var isAlive = true

    /// Traces a process, from when this returns.
    init(of traced: pid_t) throws {
        let program = try StandIn.compile(
            """
            int main(int count, char **words) {
                if (ptrace(PTRACE_SEIZE, atoi(words[1]), 0, 0)) return 1;
                for (;;) pause();
            }
            """
        )
        pid = try TestWarden.spawn(program, ["\(traced)"], socket: nil)
        let deadline = ContinuousClock.now + .seconds(10)
        while !HostTraces.text("/proc/\(traced)/status").contains("TracerPid:\t\(pid)\n") {
            guard ContinuousClock.now < deadline else {
                throw TestWarden.Failure(description: "process \(traced) cannot be traced")
            }
            usleep(10_000)
        }
    }

    deinit { end() }

    /// Ends it: what it traced goes back to its parent.
    func end() {
        guard isAlive else { return }
        isAlive = false
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
    }
}
