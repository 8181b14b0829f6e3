import Foundation
import MayflyCore
import MayflyTestSupport
import Testing
import WardenProtocol

extension WardenSuite {
    /// What the kernel refuses by a limit of the warden, or of a cgroup above a cell's, is no limit of the session's.
    @Suite("A limit above all cells")
    struct HostLimitTests {
        /// Sets a limit of the directory in which all cells of a warden are.
        private static func limit(_ warden: TestWarden, _ controller: String, _ names: [String], to value: String)
            throws
        {
            let facts = try #require(warden.description).facts
            let tree = try #require(
                facts.first {
                    $0.name.hasPrefix("cgroup.")
                        && $0.name.dropFirst(7).split(separator: ",").contains(Substring(controller))
                }
            )
            let files = names.map { URL(filePath: "\(tree.value)/\($0)") }
            let file = try #require(
                files.first { FileManager.default.fileExists(atPath: $0.path()) },
                "\(names) in \(tree)"
            )
            let open = try FileHandle(forWritingTo: file)
            try open.write(contentsOf: Data(value.utf8))
        }

        private static func launch(_ text: String, entry: String = "main.py") throws -> TestLaunch {
            var launch = try TestLaunch(text, entry: entry)
            launch.request.limits.memory = .mebibytes(128)
            launch.request.limits.pids = 64
            return launch
        }

        @Test func `is no memory limit of the session, and no end of the others`() throws {
            let warden = try TestWarden(profiles: ["shut": TestProfile.crowded])
            let quiet = try TestSession.launch(Self.launch("sleep 5; echo done", entry: "main.sh"), on: warden)
            let id = quiet.id
            try warden.awaitStart(of: id)
            try Self.limit(warden, "memory", ["memory.max", "memory.limit_in_bytes"], to: "\(64 << 20)")
            let large = try warden.run(Self.launch("x = bytearray(100 << 20)\nprint(len(x))")).report
            #expect(large.verdict.name == .killed && large.verdict.by == "the kernel", "\(large.verdict)")
            #expect(large.usage.oomKills ?? 0 > 0 && large.limitsHit == [], "\(large.limitsHit)")
            #expect(try quiet.read().output == "done\n")
            #expect(try warden.report(of: id).verdict.name == .ok)
        }

        @Test func `is no limit of the session's processes where the kernel tells how many there were`() throws {
            let warden = try TestWarden(profiles: ["shut": TestProfile.crowded])
            try Self.limit(warden, "pids", ["pids.max"], to: "20")
            let script = """
                import os, sys, time
                try:
                    for _ in range(40):
                        if os.fork() == 0: time.sleep(1); os._exit(0)
                except BlockingIOError: sys.exit(4)
                """
            let report = try warden.run(Self.launch(script)).report
            guard report.usage.pidsPeak != nil else {
                // An older kernel counts both as the same.
                return #expect([.pidsLimit, .nonzeroExit].contains(report.verdict.name), "\(report.verdict)")
            }
            #expect(
                report.verdict.name == .nonzeroExit && report.limitsHit == [],
                "\(report.verdict) \(report.limitsHit)"
            )
        }

        /// Lets a warden open so many more files than it has open.
        private static func limitFiles(of warden: TestWarden, to more: Int) throws {
            let open = Set(try FileManager.default.contentsOfDirectory(atPath: "/proc/\(warden.pid)/fd"))
            var (limit, left) = (0, more)
            while left > 0 {
                if !open.contains("\(limit)") { left -= 1 }
                limit += 1
            }
            _ = try TestProgram.run("/usr/bin/prlimit", ["--pid", "\(warden.pid)", "--nofile=\(limit):"])
        }

        @Test(arguments: [1, 3]) func `of open files refuses a session, and ends no other`(left: Int) throws {
            let warden = try TestWarden()
            let running = try TestSession.launch(TestLaunch("sleep 3; echo undisturbed"), on: warden)
            let id = running.id
            try warden.awaitStart(of: id)
            try Self.limitFiles(of: warden, to: left)
            let verdict = try warden.run(TestLaunch("true")).report.verdict
            #expect(verdict.name == .setupFailed && verdict.stage == "descriptors", "\(verdict)")
            #expect(verdict.errno == "EMFILE" && verdict.evidence.contains("LimitNOFILE"), "\(verdict)")
            try Self.limitFiles(of: warden, to: 200)
            #expect(try running.read().output == "undisturbed\n")
            #expect(try warden.report(of: id).verdict.name == .ok)
            #expect(try warden.run(TestLaunch("true")).report.verdict.name == .ok, "what came was closed")
        }
    }
}
