import Foundation
import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// Between the word which session it has, and the start of its script, an interpreter may ask for its streams, and do nothing else.
    @Suite("Streams that an interpreter asks for")
    struct StreamHandoverTests {
        /// Runs a script in what passes for a node: it waits as one does, and does something else than one when it hears its session.
        private static func run(
            _ steps: String,
            print: String = "given",
            andThen body: (TestWarden) throws -> Void = { _ in }
        ) throws -> (SessionReport, String) {
            let planted = try TemplateTests.Planted()
            let text = """
                #!/usr/bin/python3 -I
                import ctypes, os, threading
                libc = ctypes.CDLL(None)
                def ask(priority=19): return libc.setpriority(0, 0x6d617966, priority)
                os.chdir('/work')
                os.write(3, bytes([1]))
                os.read(3, 65536)
                \(steps)
                os.write(1, b'\(print)')
                """
            try planted.replace(text)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: planted.file.path())
            let profile = TestProfile.node("node: 1", path: planted.file.path())
                .replacing("/etc/ld.so.cache]", with: "/etc/ld.so.cache, \(planted.file.path())]")
            let warden = try TestWarden(profiles: ["shut": profile])
            try warden.awaitAhead(1)
            let (report, output, _) = try TestCorpus.node.run("never looked at", in: warden)
            #expect(report.control("built_ahead") == "node")
            try body(warden)
            return (report, output)
        }

        @Test func `are given to who asks as agreed`() throws {
            let (report, output) = try Self.run("assert ask() == 0")
            #expect(report.verdict.name == .ok && output == "given", "\(report.verdict)")
            #expect(report.deniedCalls.isEmpty)
        }

        @Test func `are given once`() throws {
            let (report, output) = try Self.run("assert ask() == 0 and ask() == -1")
            #expect(report.verdict.name == .ok && output == "given", "\(report.verdict)")
            #expect(report.deniedCalls.map(\.count) == [1])
        }

        @Test func `that could not be given are not asked for by the next session`() throws {
            let (report, _) = try Self.run("libc.unshare(0)") { warden in
                let (next, _, _) = try TestCorpus.node.run("never looked at", in: warden)
                #expect(next.verdict.name != .setupFailed && next.control("built_ahead") == nil, "\(next.verdict)")
            }
            #expect(report.verdict.name == .setupFailed)
        }

        @Test(arguments: [
            ("another call", "libc.unshare(0)"), ("other arguments", "ask(18)"), ("the end", "os._exit(0)"),
            ("another thread", "t = threading.Thread(target=ask); t.start(); t.join()"),
            ("another process", "ask() if os.fork() == 0 else os.wait()"),
        ])
        func `are given to nobody, and the session fails, after`(what: String, steps: String) throws {
            let (report, output) = try Self.run(steps)
            #expect(report.verdict.name == .setupFailed && report.verdict.stage == "descriptors", "\(report.verdict)")
            #expect(output == "" && report.deniedCalls.isEmpty, "\(what)")
        }
    }
}
