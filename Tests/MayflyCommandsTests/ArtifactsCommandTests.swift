import Foundation
import MayflyCore
import MayflyEvidence
import Synchronization
import Testing

@testable import MayflyCommands

@Suite("What a session left", .timeLimit(.minutes(10))) struct ArtifactsCommandTests {
    private static let id = "ses_01kazm5d1v0000000000000abc"
    private static let path = "GET /v1/sessions/\(id)"
    private static let files = ["deep/a b.csv": "one\n", "%stdout": "\u{1b}[2Jtwo"]

    private static func digest(_ text: String) -> String {
        MayflyCore.Digest.sha256(of: Array(text.utf8)).hexadecimal
    }

    private static func record(_ name: String) -> String {
        let text = files[name] ?? ""
        return #"{"name":"\#(name)","bytes":\#(text.utf8.count),"sha256":"\#(digest(text))"}"#
    }

    private static func session(_ names: [String], _ state: String = "destroyed") -> String {
        #"{"id":"\#(id)","state":"\#(state)","artifacts":[\#(names.map(record).joined(separator: ","))],"#
            + #""artifacts_skipped":[{"name":"big","reason":"too large"}]}"#
    }

    /// A daemon with that session; `change` alters what it sends of a file.
    private static func daemon(
        _ names: [String] = ["deep/a b.csv", "%stdout"],
        state: String = "destroyed",
        _ change: @escaping @Sendable (_ text: String) -> FakeDaemon.Answer = { (200, $0) }
    ) throws -> FakeDaemon {
        try FakeDaemon { request in
            switch request {
            case path: (200, session(names, state))
            case "\(path)/artifacts/deep/a%20b.csv": change(files["deep/a b.csv"] ?? "")
            case "\(path)/artifacts/%25stdout": change(files["%stdout"] ?? "")
            default: (404, #"{"code":"not_asked_for"}"#)
            }
        }
    }

    private static func ask(_ daemon: FakeDaemon, _ words: String...) async throws -> CommandLineAnswer {
        try await CommandLineAnswer.of(["artifacts", id] + words, socket: daemon.path)
    }

    @Test func `is listed with sizes and digests`() async throws {
        let daemon = try Self.daemon()
        let table = try await Self.ask(daemon)
        let lines = table.output.split(separator: "\n")
        try #require(table.status == 0 && table.errors == "" && lines.count == 3, "\(table)")
        #expect(lines[0].split(separator: " ") == ["NAME", "SIZE", "SHA256"])
        #expect(lines[1].hasPrefix("deep/a b.csv  4 B ") && lines[1].hasSuffix("  \(Self.digest("one\n"))"), "\(lines)")
        #expect(try await Self.ask(daemon, "--quiet").output == "deep/a b.csv\n%stdout\n")
        #expect(try await Self.ask(daemon, "--quiet", "%stdout").output == "%stdout\n")
        let document = try await Self.ask(daemon, "--format", "jsonl", "%stdout")
        #expect(document.output == Self.record("%stdout") + "\n", "\(document)")
    }

    @Test func `is written into a directory, all of it or what is named`() async throws {
        let (daemon, place) = (try Self.daemon(), try TemporaryDirectory())
        let all = try await Self.ask(daemon, "--output", "\(place.path)/all")
        #expect(all.status == 0 && all.output == "deep/a b.csv\n%stdout\n" && all.errors == "", "\(all)")
        for (name, text) in Self.files {
            #expect(try String(contentsOfFile: "\(place.path)/all/\(name)", encoding: .utf8) == text)
        }
        let one = try await Self.ask(daemon, "%stdout", "-o", "\(place.path)/one")
        #expect(one.status == 0 && one.output == "%stdout\n", "\(one)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(place.path)/one") == ["%stdout"])
    }

    @Test func `goes to standard output where it is one file`() async throws {
        let daemon = try Self.daemon()
        let one = try await Self.ask(daemon, "%stdout", "--output", "-")
        #expect(one.status == 0 && one.output == "\u{1b}[2Jtwo" && one.errors == "", "\(one)")
        let words = ["artifacts", Self.id, "%stdout", "--output", "-"]
        let shown = try await CommandLineAnswer.of(words, socket: daemon.path, onTerminal: true)
        #expect(shown.status == 0 && shown.output == "\\x1b[2Jtwo", "\(shown)")
        let all = try await Self.ask(daemon, "--output", "-")
        #expect(all.status == 1 && all.output == "" && all.errors.contains("the session left 2\n"), "\(all)")
        let two = try await Self.ask(daemon, "a", "b", "--output", "-")
        #expect(two.status == 64 && two.output == "" && two.errors.contains("room for one file"), "\(two)")
        let only = try await Self.ask(try Self.daemon(["deep/a b.csv"]), "--output", "-")
        #expect(only.status == 0 && only.output == "one\n", "\(only)")
    }

    @Test func `is not there where its bytes are others, and the rest is`() async throws {
        let daemon = try Self.daemon { (200, $0 == "one\n" ? "two\n" : $0) }
        let place = try TemporaryDirectory()
        let answer = try await Self.ask(daemon, "--output", "\(place.path)/out")
        #expect(answer.status == 1 && answer.output == "%stdout\n", "\(answer)")
        #expect(answer.errors.hasPrefix("mayfly: deep/a b.csv: the bytes that the daemon sends are not "), "\(answer)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(place.path)/out/deep").isEmpty)
        let piped = try await Self.ask(daemon, "deep/a b.csv", "--output", "-")
        #expect(piped.status == 1 && piped.errors.contains("do not use what was written"), "\(piped)")
    }

    @Test func `is asked for again while there is no place for that`() async throws {
        let attempts = Mutex(0)
        let daemon = try Self.daemon(["deep/a b.csv"]) { text in
            let isFirst = attempts.withLock { count in
                count += 1
                return count == 1
            }
            return isFirst ? (503, #"{"code":"busy","detail":"no place","status":503}"#) : (200, text)
        }
        let answer = try await Self.ask(daemon, "--output", "-")
        let count = attempts.withLock { $0 }
        #expect(answer.status == 0 && answer.output == "one\n" && count == 2, "\(answer)")
    }

    @Test(arguments: [
        ("nothing", "destroyed", "session \(id) left no 'nothing'\n"),
        ("big", "destroyed", "'big' of session \(id) is not kept: too large\n"),
        ("%stdout", "running", "session \(id) has not ended; what it leaves is collected then\n"),
    ]) func `is not there for a reason`(name: String, state: String, says: String) async throws {
        let answer = try await Self.ask(try Self.daemon(state: state), name)
        #expect(answer.status == 1 && answer.output == "" && answer.errors.hasPrefix("mayfly: \(says)"), "\(answer)")
    }
}
