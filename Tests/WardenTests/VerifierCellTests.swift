import Glibc
import MayflyCore
import MayflyTestSupport
import Testing
import WardenProtocol

extension WardenSuite {
    /// A verifier that was taken over by what it reads, and what it can do where it is: nothing.
    @Suite("The verifier's cell")
    struct VerifierCellTests {
        /// Calls that succeed for root outside, each undone by its process's end.
        static let attempts: [(name: String, expression: String)] = [
            ("open", #"open("/etc/passwd", O_RDONLY)"#), ("stat", #"access("/", F_OK)"#),
            ("openat", #"openat(AT_FDCWD, ".", O_RDONLY)"#), ("mkdir", #"mkdir("/tmp/mayfly-escape", 0700)"#),
            ("rmdir", #"rmdir("/tmp/mayfly-escape")"#),
            ("socket", "socket(AF_UNIX, SOCK_STREAM, 0)"), ("inet", "socket(AF_INET, SOCK_DGRAM, 0)"),
            ("netlink", "socket(AF_NETLINK, SOCK_RAW, 0)"),
            ("fork", "({ long child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0); if (child == 0) _exit(0); child; })"),
            ("ptrace", "ptrace(PTRACE_TRACEME, 0, 0, 0)"), ("kill", "kill(getppid(), 0)"),
            ("memfd", #"memfd_create("x", 0)"#), ("pipe", "({ int both[2]; pipe(both); })"), ("dup", "dup(1)"),
            ("chroot", #"chroot("/")"#), ("mount", #"mount("none", "/tmp", "tmpfs", 0, 0)"#),
            ("unshare", "unshare(CLONE_NEWNS)"), ("setuid", "setuid(0)"), ("prctl", "prctl(PR_SET_NAME, \"x\")"),
            (
                "execute",
                "mmap(0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0"
            ),
            ("limit", "({ struct rlimit most = {9, 9}; setrlimit(RLIMIT_NOFILE, &most); })"),
            ("hostname", #"sethostname("mayfly", 6)"#), ("write", #"write(2, "", 0)"#),
        ]

        private static func results(_ text: String) -> [String: Int32] {
            let pairs = text.split(separator: " ").map { $0.split(separator: "=") }
            return Dictionary(uniqueKeysWithValues: pairs.map { (String($0[0]), Int32($0[1]) ?? -1) })
        }

        @Test func `refuses every attempt`() throws {
            let warden = try TestWarden(verifier: StandIn.trying(Self.attempts))
            let verdict = try warden.run(VerifierTests.launch()).report.verdict
            #expect(verdict.rule == "attempts", "\(verdict)")
            let results = Self.results(verdict.evidence)
            for attempt in Self.attempts { #expect(results[attempt.name] == EPERM, "\(attempt.name): \(results)") }
        }

        @Test func `is what refuses: outside each attempt succeeds`() throws {
            // What it mounts and names must not be mounted and named for the tests that follow.
            let words = ["--mount", "--uts", "--propagation", "private", try StandIn.trying(Self.attempts)]
            let answer = try VerifyAnswer(frame: TestProgram.run("/usr/bin/unshare", words))
            guard case .refused(_, let text) = answer else { return #expect(Bool(false), "\(answer)") }
            let results = Self.results(text)
            for attempt in Self.attempts { #expect(results[attempt.name] == 0, "\(attempt.name): \(results)") }
        }

        /// Even where a filter would let it through: what is there at all, read from outside.
        @Test func `holds one process, without privilege, alone in everything`() throws {
            let warden = try TestWarden(verifier: StandIn.doing("for (;;) {}"))
            let traces = try HostTraces(of: warden)
            _ = try TestSession.launch(VerifierTests.launch(), on: warden)
            try VerifierWaitTests.awaitVerifier(traces)
            // It has its id a moment before it has become the program.
            let deadline = ContinuousClock.now + .seconds(3)
            var pid = ""
            while ContinuousClock.now < deadline {
                pid = traces.processes().first ?? ""
                if HostTraces.text("/proc/\(pid)/comm").hasPrefix("mayfly-verify") || Self.isConfined(pid) { break }
                usleep(5_000)
            }
            let status = HostTraces.text("/proc/\(pid)/status")
            for line in ["NoNewPrivs:\t1", "Seccomp:\t2", "CapEff:\t0000000000000000", "CapBnd:\t0000000000000000"] {
                #expect(status.contains(line), "\(line) in \(status)")
            }
            for kind in ["user", "mnt", "pid", "net", "ipc", "uts", "cgroup"] {
                let own = try Self.link("/proc/\(pid)/ns/\(kind)")
                #expect(own != (try Self.link("/proc/\(warden.pid)/ns/\(kind)")), "namespace \(kind)")
            }
            let mounts = HostTraces.text("/proc/\(pid)/mountinfo").split(separator: "\n")
            #expect(
                mounts.count == 1 && mounts[0].contains(" / ro,") && mounts[0].contains("mayfly-nothing"),
                "\(mounts)"
            )
            let names = try TestProgram.run("/bin/ls", ["/proc/\(pid)/fd"])
            #expect(String(decoding: names, as: UTF8.self) == "0\n1\n2\n")
            #expect(HostTraces.text("/proc/\(pid)/environ") == "")
            #expect(try TestProgram.run("/bin/ls", ["-A", "/proc/\(pid)/root/"]) == [])
        }

        private static func isConfined(_ pid: String) -> Bool {
            HostTraces.text("/proc/\(pid)/cmdline") == "mayfly-verify\0"
                && HostTraces.text("/proc/\(pid)/status").contains("Seccomp:\t2")
        }

        private static func link(_ path: String) throws -> String {
            var buffer = [CChar](repeating: 0, count: 256)
            let count = readlink(path, &buffer, buffer.count)
            guard count > 0 else { throw TestWarden.Failure(description: "readlink(\(path)): \(errno)") }
            return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}
