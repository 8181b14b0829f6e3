import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// What a script can tell of an interpreter that was there before it.
    @Suite("A Python interpreter that was started ahead")
    struct AheadPythonTests {
        private static func run(_ text: String, in warden: TestWarden) throws -> (SessionReport, String, String) {
            let ended = try TestCorpus.python.run(text, in: warden)
            return (ended.report, ended.output, ended.error)
        }

        @Test func `runs a corpus as one that is started for it`() throws {
            let cold = try TestWarden(profiles: ["shut": TestProfile.roomy])
            let warm = try TestWarden(profiles: ["shut": TestProfile.ahead("python: 2")])
            try TestCorpus.python.compare(cold, warm, atLeast: 20)
        }

        /// The last that a script can see is a callback more of the garbage collector; it is there where the end is cut short.
        @Test(
            arguments: [
                ("", 1), ("import json", 1), ("import sys; sys.exit(1)", 1), ("import os; os.fork() and os.wait()", 2),
                ("import ctypes", 0), ("import hashlib", 0), ("import sys; sys.exit('text')", 0),
                ("raise ValueError", 0),
                ("import sys; sys.stdout = open(1, 'w', closefd=False)", 0),
                ("import sys; sys.stderr.flush = print", 0),
                ("import threading, time; threading.Thread(target=time.sleep, args=[60], daemon=True).start()", 0),
            ]
        )
        func `is not taken down where nothing of a script can see it`(last: String, count: Int) throws {
            let warden = try TestWarden(profiles: ["shut": TestProfile.ahead("python: 1")])
            try warden.awaitInterpreters()
            let text = """
                import gc, os
                class Late:
                    def __del__(self, write=os.write, callbacks=gc.callbacks):
                        write(1, b"cut short\\n" * len(callbacks))
                late = Late()
                \(last)
                """
            let (report, output, _) = try Self.run(text, in: warden)
            #expect(report.control("built_ahead") == "python")
            #expect(output.split(separator: "cut short\n", omittingEmptySubsequences: false).count - 1 == count)
        }

        /// Who traces sees the bootstrap decide: whether nothing is left, and then whether its end is a usual one.
        @Test(
            arguments: [
                ("", "True True"), ("kept = [1, {'two': {3}}], max, [].append, lambda: kept", "True True"),
                ("import os, sys", "True True"), ("os.fork() and os.wait()", "True True True True"),
                ("sys.exit(3)", "True True"),
                ("import atexit; atexit.register(len, [])", "True True"),
                ("class Late: pass", "False True"), ("kept = open('/dev/null')", "False True"),
                ("kept = (n for n in [])", "False True"),
                ("import json", "False True"), ("import gc; gc.collect()", "False True"),
                ("import gc; gc.callbacks.append(len)", "False True"),
                ("import gc; gc.set_debug(gc.DEBUG_UNCOLLECTABLE)", "False True"),
                ("type(os.environ).__del__ = len", "False True"), ("sys.stdin.close = len", "True False False"),
                ("sys.addaudithook(lambda *words: None)", "None True"), ("raise ValueError", ""),
            ]
        )
        func `is left at once where a script has left nothing`(last: String, decisions: String) throws {
            let warden = try TestWarden(profiles: ["shut": TestProfile.ahead("python: 1")])
            try warden.awaitInterpreters()
            let text = """
                import os, sys
                def look(frame, event, result, write=os.write):
                    if event == "return" and frame.f_code.co_name in ("leaves_nothing", "is_usual"):
                        write(1, b"%r " % result)
                    return look
                sys.settrace(look)
                \(last)
                """
            let (report, output, _) = try Self.run(text, in: warden)
            #expect(report.control("built_ahead") == "python")
            #expect(output == decisions.split(separator: " ").map { "\($0) " }.joined())
        }

        @Test func `has its own hash seed and random numbers in each cell`() throws {
            let warden = try TestWarden(profiles: ["shut": TestProfile.ahead("python: 2, import: [random, uuid]")])
            let text = "import random, uuid\nprint(hash('text'), random.random(), uuid.uuid4())"
            var seen: Set<Substring> = []
            for _ in 0..<4 {
                try warden.awaitInterpreters(2)
                let (report, output, _) = try Self.run(text, in: warden)
                #expect(report.control("built_ahead") == "python")
                seen.formUnion(output.split(whereSeparator: \.isWhitespace))
            }
            #expect(seen.count == 12)
        }

        @Test func `starts a session with nothing printed, used or refused`() throws {
            // `this` prints a poem, and `unittest` takes a while.
            let warden = try TestWarden(profiles: ["shut": TestProfile.ahead("python: 1, import: [this, unittest]")])
            try warden.awaitInterpreters()
            let (report, output, error) = try Self.run("print('mine')", in: warden)
            #expect(report.control("built_ahead") == "python")
            #expect(output == "mine\n" && error == "" && report.deniedCalls.isEmpty)
            let used = try #require(report.usage.cpuTotal)
            #expect(used < .milliseconds(300), "\(used): starting it is not the session's")
        }

        @Test func `has imported what its profile names`() throws {
            let warden = try TestWarden(profiles: ["shut": TestProfile.ahead("python: 1, import: [json, os.path]")])
            try warden.awaitInterpreters()
            let (report, output, _) = try Self.run("import sys\nprint('json' in sys.modules)", in: warden)
            #expect(output == "True\n" && report.control("built_ahead") == "python")
            let digest = try #require(report.control("bootstrap"))
            #expect(digest.hasPrefix("sha256:"))
        }
    }
}
