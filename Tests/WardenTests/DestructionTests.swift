import Foundation
import Glibc
import MayflyCore
import MayflyTestSupport
import Testing
import WardenProtocol

extension WardenSuite {
    /// However a session or the whole warden ends, nothing of it stays.
    @Suite("Destruction")
    struct DestructionTests {
        /// Scripts that try to leave something behind.
        static let stayers = [
            "sleep 60 & exit 0",
            "(trap '' HUP INT TERM; sleep 60) & (setsid sleep 60 &) ; exit 0",
            "for i in 1 2 3 4 5; do sleep 60 & done; kill -STOP $$",
            "cp /bin/sh /work/x; mkdir -p /work/a/b/c; chmod 0 /work/a; ln -s / /outputs/l; exit 3",
            "exec sleep 60",
        ]

        @Test(arguments: stayers) func `takes everything that a script leaves`(script: String) throws {
            let warden = try TestWarden()
            let traces = try HostTraces(of: warden)
            var launch = try TestLaunch(script)
            launch.request.limits.wall = .milliseconds(500)
            let report = try warden.run(launch).report
            #expect(report.destruction.leftovers == [])
            #expect(report.destruction.isComplete)
            #expect(report.destruction.checked.contains { $0.hasPrefix("descriptors: none") })
            #expect(traces.now() == [], "at the moment of the report, not later")
        }

        /// It is the table of the kernel that is looked at: this warden means to have closed both.
        @Test func `finds what of a cell's file systems the warden has left open`() throws {
            let warden = try TestWarden(without: "closing")
            let report = try warden.run(TestLaunch("exit 0")).report
            #expect(report.verdict.name == .ok)
            #expect(!report.destruction.isComplete)
            let words = report.destruction.leftovers.map { $0.split(separator: ", ") }
            #expect(words.map(\.first) == ["descriptor: /work", "descriptor: /outputs"])
            for number in words.compactMap({ $0.dropFirst().first?.split(separator: " ").last }) {
                #expect(Self.isDirectory("/proc/\(warden.pid)/fd/\(number)"), "it is open: \(number)")
            }
            #expect(!report.destruction.checked.contains { $0.hasPrefix("descriptors: ") })
        }

        private static func isDirectory(_ path: String) -> Bool {
            var isDirectory: ObjCBool = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
        }

        /// The table is read only when it has changed: here it changes between one session and the next, and again.
        @Test func `finds a mount that carries a cell's name, and only then`() async throws {
            let warden = try TestWarden()
            #expect(try warden.run(TestLaunch("exit 0")).report.destruction.leftovers == [])
            let launch = try TestLaunch("exit 0")
            let name = "mayfly-\(launch.request.session)"
            try await TemporaryDirectory.lend { place in
                try #require(mount(name, place, "tmpfs", 0, "size=4096") == 0)
                defer { umount2(place, CInt(MNT_DETACH)) }
                let leftovers = try warden.run(launch).report.destruction.leftovers
                #expect(leftovers == ["mount: one named \(name) is in the host's table"])
                #expect(try warden.run(TestLaunch("exit 0")).report.destruction.leftovers == [], "it is another's")
            }
            #expect(try warden.run(launch).report.destruction.leftovers == [], "it is gone")
            // What a user may mount has a name of the user's choice, but is no such file system.
            try await TemporaryDirectory.lend { place in
                try #require(mount(name, place, "ramfs", 0, nil) == 0)
                defer { umount2(place, CInt(MNT_DETACH)) }
                #expect(try warden.run(launch).report.destruction.leftovers == [], "it cannot be a cell's")
            }
        }

        /// The kernel keeps a process for two seconds that it has killed for want of memory, with its keyring.
        @Test func `leaves nobody keys, not even who ran out of memory`() throws {
            let warden = try TestWarden()
            let range = try #require(warden.description?.facts.first { $0.name == "user_ids" }?.value)
            let ends = range.split(separator: "-").compactMap { UInt32($0) }
            try #require(ends.count == 2)
            var launch = try TestLaunch("x = bytearray(96 << 20)", entry: "main.py")
            launch.request.limits.memory = .mebibytes(64)
            let report = try warden.run(launch).report
            #expect(report.verdict.name == .memoryLimit)
            let owners = HostTraces.text("/proc/key-users").split(separator: "\n").compactMap { line in
                line.split(separator: ":").first.flatMap { UInt32($0.filter(\.isNumber)) }
            }
            #expect(owners.contains(0), "the file is read")
            #expect(owners.filter { (ends[0]...ends[1]).contains($0) } == [])
        }

        /// At each of these moments a cell is in another stage of being built; in milliseconds.
        @Test(arguments: [0, 1, 2, 4, 8, 16, 32, 64])
        func `ends every cell when the daemon hangs up`(milliseconds: UInt32) throws {
            let warden = try TestWarden()
            let traces = try HostTraces(of: warden)
            for _ in 0..<3 { _ = try TestSession.launch(TestLaunch("sleep 60"), on: warden) }
            usleep(milliseconds * 1000)
            warden.hangUp()
            #expect(warden.waitForEnd() == 0)
            #expect(traces.left(traces.afterwards) == [])
        }

        @Test(arguments: [0, 2, 8, 32])
        func `ends every process when the warden is killed, and the next warden takes the rest`(milliseconds: UInt32)
            throws
        {
            let warden = try TestWarden()
            let traces = try HostTraces(of: warden)
            for _ in 0..<3 { _ = try TestSession.launch(TestLaunch("sleep 60"), on: warden) }
            usleep(milliseconds * 1000)
            kill(warden.pid, SIGKILL)
            #expect(warden.waitForEnd() == -SIGKILL)
            #expect(traces.left(traces.processes) == [])

            let second = try Self.restart(warden)
            #expect(traces.left(traces.now) == [])
            waitpid(second, nil, 0)
        }

        /// Starts a warden of the same instance, and waits until it is ready.
        private static func restart(_ warden: TestWarden) throws -> pid_t {
            var numbers: [CInt] = [-1, -1]
            let kind = CInt(SOCK_SEQPACKET.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
            guard unsafe socketpair(AF_UNIX, kind, 0, &numbers) == 0 else {
                throw TestWarden.Failure(description: "socketpair: \(errno)")
            }
            defer { for number in numbers { close(number) } }
            let pid = try TestWarden.spawn(
                Binaries.path("mayfly-warden"),
                TestWarden.arguments(in: warden.directory),
                socket: numbers[1]
            )
            var byte: UInt8 = 0
            guard unsafe recv(numbers[0], &byte, 1, 0) == 1, byte == 1 else {
                throw TestWarden.Failure(description: "the second warden is not ready")
            }
            return pid
        }

        @Test func `gives no two live cells the same ids`() throws {
            let warden = try TestWarden()
            var sessions: [SessionID] = []
            for _ in 0..<4 {
                let session = try TestSession.launch(TestLaunch("sleep 0.5"), on: warden)
                sessions.append(session.id)
            }
            var ids: Set<String> = []
            for _ in sessions {
                var report: SessionReport?
                while report == nil { if case .finished(let found) = try warden.receive() { report = found } }
                let id = report?.controls.first { $0.name == "host_uid" }?.value ?? "none"
                #expect(ids.insert(id).inserted && id != "none")
            }
        }

        @Test func `builds, reads back and destroys a canary`() throws {
            let warden = try TestWarden()
            var launch = try TestLaunch("")
            launch.request.work = .canary
            try warden.send(.launch(launch.request))
            let report = try warden.report(of: launch.request.session)
            #expect(report.verdict.name == .ok)
            #expect(report.controls.contains(Control("seccomp", "2")))
            #expect(report.destruction.isComplete)
        }
    }
}
