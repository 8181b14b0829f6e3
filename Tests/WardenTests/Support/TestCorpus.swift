import Foundation
import MayflyCore
import Testing
import WardenProtocol

/// Scripts that are run in an interpreter that is started for them, and in one that was started ahead: nothing may tell which.
struct TestCorpus {
    /// The interpreter, as `built_ahead` says it.
    let kind: String
    /// Under which name a script is run.
    let entry: String
    /// Where they are.
    let directory: URL
    let memory: ByteCount
    let pids: UInt32

    static let python = TestCorpus(kind: "python", entry: "main.py", in: ".", memory: .mebibytes(128), pids: 16)
    /// Its children are nodes as well.
    static let node = TestCorpus(kind: "node", entry: "main.js", in: "node", memory: .mebibytes(512), pids: 64)

    private init(kind: String, entry: String, in path: String, memory: ByteCount, pids: UInt32) {
        (self.kind, self.entry, self.memory, self.pids) = (kind, entry, memory, pids)
        directory = URL(filePath: #filePath).appending(path: "../../../Corpus/\(path)").standardizedFileURL
    }

    /// The names of the scripts.
    var names: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path())) ?? []
        return names.filter { $0.hasSuffix(URL(filePath: entry).pathExtension) }.sorted()
    }

    /// Has a launch ask for the limits of the profile.
    func limit(_ launch: inout TestLaunch) {
        (launch.request.limits.memory, launch.request.limits.pids) = (memory, pids)
        launch.request.limits.wall = .seconds(60)
    }

    /// Runs a script with arguments, input and files beside it.
    func run(
        _ text: String,
        _ more: [String: String] = [:],
        in warden: TestWarden
    ) throws -> (report: SessionReport, output: String, error: String) {
        let beside = ["beside.txt": "beside"].merging(more) { $1 }
        var launch = try TestLaunch(text, entry: entry, more: beside)
        limit(&launch)
        launch.request.arguments = ["first", "", "--last=ü"]
        launch.input = "one\r\ntwo\nthree"
        let ended = try warden.run(launch)
        return (ended.report, ended.output, ended.error)
    }

    /// Compares what all of them do on two hosts, of which the second has interpreters that wait.
    func compare(_ cold: TestWarden, _ warm: TestWarden, atLeast count: Int) throws {
        #expect(names.count >= count)
        for name in names {
            let text = try String(contentsOf: directory.appending(path: name), encoding: .utf8)
            let more = name.contains(".module.") ? ["package.json": #"{"type": "module"}"#] : [:]
            try warm.awaitInterpreters(2)
            let (expected, found) = (try run(text, more, in: cold), try run(text, more, in: warm))
            #expect(found.report.control("built_ahead") == kind, "\(name)")
            #expect(found.output == expected.output, "\(name): standard output")
            #expect(found.error == expected.error, "\(name): standard error")
            #expect(found.report.verdict == expected.report.verdict, "\(name)")
            let ends = expected.output.contains("end of \(name)") || expected.report.verdict.name != .ok
            #expect(ends, "\(name) \(expected)")
        }
    }
}
