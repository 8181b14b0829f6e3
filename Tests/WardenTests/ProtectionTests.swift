import Foundation
import Glibc
import MayflyCore
import Sandbox
import Testing
import WardenProtocol

extension WardenSuite {
    /// Attempts that a cell refuses, each with a control: where its protection is missing, the same attempt succeeds.
    @Suite("A cell's protection")
    struct ProtectionTests {
        /// A shell script that exits 0 if it got what it wanted.
        ///
        /// `$1` is what the test planted.
        struct Attempt: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let script: String

            init(_ text: String, _ script: String) {
                self.testDescription = text
                self.script = script
            }
        }

        /// Refused in the tightest cell; they succeed without any cell, for root on the host.
        static let host: [Attempt] = [
            Attempt("reading a file of the host", "cat $1/canary"),
            Attempt("seeing a process of the host", "test -d /proc/$2"),
            Attempt("signalling a process of the host", "kill -0 $2"),
            Attempt("reading the environment of a process of the host", "cat /proc/$2/environ"),
            Attempt("writing below /usr", "f=/usr/.mayfly-test-$$; : > $f && rm $f"),
            Attempt("writing to the root directory", "f=/.mayfly-test-$$; : > $f && rm $f"),
            Attempt("changing its own script", ": >> $0"),
            Attempt("making a device", "f=/tmp/.mayfly-test-$$; mknod $f c 1 5 && rm $f"),
            Attempt("making a mount namespace", "unshare -m true"),
            Attempt("making a user namespace", "unshare -U true"),
            Attempt("giving a file away", "f=/tmp/.mayfly-test-$$; : > $f; chown 65534 $f && rm $f"),
            Attempt("raising a limit", "ulimit -n 4096"),
            Attempt("being uid 0", "test $(id -u) = 0"),
            Attempt("having a capability", "grep -q '^CapBnd:.*[1-9a-f]' /proc/self/status"),
            Attempt("being without a filter", "grep -q '^Seccomp:.*0$' /proc/self/status"),
            Attempt("being free to gain privilege", "grep -q '^NoNewPrivs:.*0$' /proc/self/status"),
            Attempt("reading the kernel's command line", "test -n \"$(cat /proc/cmdline)\""),
            Attempt("opening a kernel control for writing", ": >> /proc/sys/vm/drop_caches"),
            Attempt("seeing the host's cgroups", "ls /sys/fs/cgroup/*"),
            Attempt("connecting to a port of the host", connect),
        ]

        private static let connect =
            "/usr/bin/python3 -I -c 'import socket,sys; socket.create_connection((\"127.0.0.1\", int(sys.argv[1])), 2)' $3"

        /// Refused in the tightest cell; they succeed in a cell of the profile that leaves this one thing open.
        static let profiles: [(Attempt, String)] = [
            (Attempt("executing what it has written", "cp /bin/true /work/t && /work/t"), "executable"),
            (Attempt("locking a file", "flock /work/f true"), "wider"),
            (Attempt("talking over a loopback interface", loop), "loopback"),
            (Attempt("going on with a full disk", "head -c 9000000 /dev/zero > /work/f; true"), "lenient"),
            (Attempt("going on without processes", fork), "lenient"),
        ]

        private static let fork = """
            /usr/bin/python3 -I -c '
            import os, time
            try:
                for i in range(40):
                    if os.fork() == 0: time.sleep(1); os._exit(0)
            except OSError: pass'
            """
        private static let loop =
            "/usr/bin/python3 -I -c 'import socket; s=socket.create_server((\"127.0.0.1\", 0)); "
            + "socket.create_connection(s.getsockname(), 2)'"

        @Test(arguments: host) func `holds, and without a cell the attempt succeeds`(attempt: Attempt) throws {
            let warden = try TestWarden()
            try Data("canary".utf8).write(to: warden.directory.appending(path: "canary"))
            let listener = try Listener()
            let arguments = [warden.directory.path(), "\(getpid())", "\(listener.port)"]

            let control = try Self.runOnHost(attempt.script, arguments, in: warden.directory)
            #expect(control == 0, "the control shows nothing: the attempt fails on the host too")

            var launch = try TestLaunch(attempt.script)
            launch.request.arguments = arguments
            let report = try warden.run(launch).report
            #expect(report.verdict.name == .nonzeroExit || report.verdict.name == .signaled, "\(report.verdict)")
        }

        @Test(arguments: profiles)
        func `holds, and under a profile without it the attempt succeeds`(attempt: Attempt, profile: String) throws {
            let warden = try TestWarden()
            let open = try warden.run(TestLaunch(attempt.script, profile: profile))
            #expect(open.report.verdict.name == .ok, "\(open.report.verdict) \(open.error)")
            let shut = try warden.run(TestLaunch(attempt.script))
            #expect(shut.report.verdict.name != .ok)
        }

        @Test func `is in force when looked at from the host`() throws {
            let warden = try TestWarden()
            let traces = try HostTraces(of: warden)
            let session = try TestSession.launch(TestLaunch("sleep 30"), on: warden)
            try warden.awaitStart(of: session.id)
            // The script is started after that is said, and becomes its program a moment later.
            let deadline = ContinuousClock.now + .seconds(10)
            while !traces.processes().contains(where: { HostTraces.text("/proc/\($0)/comm") == "sleep\n" }),
                ContinuousClock.now < deadline
            { usleep(10_000) }
            let pids = traces.processes()
            #expect(pids.count >= 2, "pid 1 of the cell and the script")
            for pid in pids {
                let status = HostTraces.text("/proc/\(pid)/status").split(separator: "\n").map(String.init)
                let sets = status.filter { $0.hasPrefix("Cap") }.compactMap { $0.split(separator: "\t").last }
                #expect(sets.count == 5 && sets.allSatisfy { $0.allSatisfy { $0 == "0" } }, "\(sets)")
                #expect(status.contains("NoNewPrivs:\t1") && status.contains("Seccomp:\t2"))
                #expect(status.contains { $0.hasPrefix("Groups:") && !$0.contains { $0.isNumber } })
                for kind in ["user", "mnt", "pid", "net", "ipc", "uts", "time_for_children", "cgroup"] {
                    let theirs = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/ns/\(kind)")
                    let ours = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/\(kind)")
                    #expect(theirs != ours, "\(kind)")
                }
            }
            warden.hangUp()
            #expect(warden.waitForEnd() == 0)
        }

        @Test func `that is missing from a mount is noticed before the script starts`() throws {
            let warden = try TestWarden(without: "shared-memory")
            let result = try warden.run(TestLaunch("echo ran"))
            #expect(result.report.verdict.name == .setupFailed && result.report.verdict.stage == "verify")
            #expect(result.report.verdict.evidence.contains("mount /dev/shm"), "\(result.report.verdict.evidence)")
            #expect(result.output == "")
        }

        /// What the kernel is not asked for, and by what it is noticed that it is not in force.
        static let omissions: [TestOmission] = [
            TestOmission("its own user id", "setresuid", where: "is_script()", "verify: uid and gid: "),
            TestOmission("having no group", "setgroups", where: "is_keeper()", "verify: supplementary groups: "),
            TestOmission("having no capability", "cap_set_proc", where: "is_script()", "verify: capabilities: "),
            TestOmission(
                "gaining no privilege",
                "prctl",
                where: "is_script() && (int)a == PR_SET_NO_NEW_PRIVS",
                "verify: no_new_privs: "
            ),
            TestOmission(
                "being nobody special as root",
                "prctl",
                where: "is_keeper() && (int)a == PR_SET_SECUREBITS",
                "verify: securebits: "
            ),
            TestOmission(
                "the network that it was given",
                "setns",
                where: "is_warden() && (int)b == CLONE_NEWNET",
                "verify: namespace net: "
            ),
            TestOmission(
                "a limit of its processes",
                "setrlimit",
                where: "is_script() && (int)a == RLIMIT_NOFILE",
                "verify: rlimit nofile: "
            ),
            TestOmission(
                "Landlock",
                "syscall",
                where: "is_script() && a == SYS_landlock_restrict_self",
                "landlock: mknod("
            ),
            TestOmission("its filter", "syscall", where: "is_script() && a == SYS_seccomp", "verify: seccomp: "),
        ].filter { Landlock.abi > 0 || !$0.evidence.hasPrefix("landlock") }

        @Test(arguments: omissions)
        func `that is left out is noticed before the script starts`(omission: TestOmission) throws {
            let warden = try TestWarden(launcher: omission.launcher())
            let result = try warden.run(TestLaunch("echo ran"))
            let verdict = result.report.verdict
            #expect(verdict.name == .setupFailed, "\(verdict)")
            #expect(verdict.evidence.hasPrefix(omission.evidence), "\(verdict.evidence)")
            #expect(result.output == "")
        }

        /// That a mount is read-only says nothing of pipes: Landlock alone tells apart who may read from one and who may write.
        @Test func `keeps writers from a pipe that is shown, and without Landlock the attempt succeeds`() throws {
            try #require(Landlock.abi > 0, "this kernel has no Landlock, and the test would show nothing")
            let directory = URL(filePath: "/srv/mayfly-test-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: directory) }
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            let pipe = directory.appending(path: "pipe").path()
            try #require(mkfifo(pipe, 0o666) == 0 && chmod(pipe, 0o666) == 0)
            let shown = "/etc/ld.so.cache, \(directory.path())]"
            let profiles = ["shut": TestProfile.shut.replacing("/etc/ld.so.cache]", with: shown)]
            // Opened for reading too: nobody has to read for that to succeed.
            let launch = try TestLaunch("echo word 1<>\(pipe)")
            let shut = try TestWarden(profiles: profiles).run(launch)
            #expect(shut.report.verdict.name == .nonzeroExit, "\(shut.report.verdict)")
            #expect(shut.error.contains("Permission denied"), "\(shut.error)")
            let open = try TestWarden(profiles: profiles, without: "landlock").run(launch)
            #expect(open.report.verdict.name == .ok, "\(open.report.verdict) \(open.error)")
        }

        /// Runs an attempt as root, in no cell.
        private static func runOnHost(_ script: String, _ arguments: [String], in directory: URL) throws -> Int32 {
            let file = directory.appending(path: "attempt.sh")
            try Data("exec >/dev/null 2>&1; \(script)".utf8).write(to: file)
            let pid = try TestWarden.spawn("/bin/sh", [file.path()] + arguments, socket: nil)
            var status: Int32 = 0
            waitpid(pid, &status, 0)
            return status
        }

        @Test func `gets nothing of the urgency that its daemon has`() throws {
            // Of this thread alone, from which the warden is started.
            try #require(setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, -5) == 0)
            defer { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 0) }
            #expect(getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) == -5)
            let ended = try TestWarden().run(TestLaunch("nice; chrt --pid $$"))
            #expect(
                ended.output.hasPrefix("0\n") && ended.output.contains("SCHED_OTHER"),
                "\(ended.output)\(ended.error)"
            )
        }

        @Test func `gets nothing of the priority on disks that its daemon has`() throws {
            let warden = try TestWarden(launcher: ["/usr/bin/ionice", "-c2", "-n0"])
            let ended = try warden.run(TestLaunch("ionice"))
            // What kernels say of a process that has none: that, or what follows from its niceness.
            let none = ["none: prio 0\n", "none: prio 4\n", "best-effort: prio 4\n"]
            #expect(none.contains(ended.output), "\(ended.output)\(ended.error)")
        }
    }
}
