import Foundation
import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// What a script can tell of an interpreter that was there before it.
    @Suite("A Python interpreter that was started ahead")
    struct AheadPythonTests {
        /// The scripts that are run both ways.
        static let corpus: [String] = {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path())) ?? []
            return names.filter { $0.hasSuffix(".py") }.sorted()
        }()

        private static let directory = URL(filePath: #filePath).appending(path: "../../Corpus").standardizedFileURL

        private static func run(_ text: String, in warden: TestWarden) throws -> (SessionReport, String, String) {
            var launch = try TestLaunch(text, entry: "main.py", more: ["beside.txt": "beside"])
            launch.request.limits.memory = .mebibytes(128)
            launch.request.limits.wall = .seconds(60)
            launch.request.arguments = ["first", "", "--last=ü"]
            launch.input = "one\r\ntwo\nthree"
            let ended = try warden.run(launch)
            return (ended.report, ended.output, ended.error)
        }

        @Test func `runs a corpus as one that is started for it`() throws {
            let cold = try TestWarden(profiles: ["shut": TestProfile.roomy])
            let warm = try TestWarden(profiles: ["shut": TestProfile.ahead("python: 2")])
            #expect(Self.corpus.count >= 20)
            for name in Self.corpus {
                let text = try String(contentsOf: Self.directory.appending(path: name), encoding: .utf8)
                try warm.awaitInterpreters(2)
                let (expected, found) = (try Self.run(text, in: cold), try Self.run(text, in: warm))
                #expect(found.0.control("built_ahead") == "python", "\(name)")
                #expect(found.1 == expected.1, "\(name): standard output")
                #expect(found.2 == expected.2, "\(name): standard error")
                #expect(found.0.verdict == expected.0.verdict, "\(name)")
                #expect(expected.1.contains("end of \(name)") || expected.0.verdict.name != .ok, "\(name) \(expected)")
            }
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
            #expect(used < .milliseconds(100), "\(used): starting it is not the session's")
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
