import Foundation
import Glibc
import Testing

@testable import MayflyCommands

@Suite("A program that a command runs", .timeLimit(.minutes(2)))
struct LocalProgramTests {
    private static let environment = ["PATH": "/usr/bin:/bin", "NAME": "a=b"]

    private func shell(
        _ script: String,
        atMost bound: Int = 1 << 20,
        within time: Duration? = nil
    ) throws -> LocalProgram.Outcome {
        let words = ["-c", script]
        return try LocalProgram.run("sh", words, environment: Self.environment, atMost: bound, within: time)
    }

    static let ends: [(String, Int32)] = [
        ("exit 0", 0), ("exit 3", 3), ("exit 255", 255), ("kill -9 $$", 137), ("kill -PIPE $$", 141),
    ]

    @Test(arguments: ends)
    func `ends with its status, or with the signal's number`(script: String, status: Int32) throws {
        let outcome = try shell(script)
        #expect(outcome.status == status && !outcome.isCut && !outcome.isLate)
    }

    @Test func `has the environment that it gets, no input, and both its outputs read`() throws {
        let outcome = try shell("env; cat; echo wrong >&2; printf '\\377'")
        #expect(outcome.output.split(separator: "\n").contains("NAME=a=b") && outcome.printed.last == 0xff)
        #expect(outcome.errors == "wrong\n" && outcome.complaint == "wrong")
    }

    @Test func `may fill both its outputs at once`() throws {
        let outcome = try shell("head -c 500000 /dev/zero >&2; head -c 500000 /dev/zero; head -c 500000 /dev/zero >&2")
        #expect(outcome.printed.count == 500_000 && outcome.errors.utf8.count == 1_000_000 && outcome.status == 0)
    }

    @Test func `is ended when it prints more than is kept`() throws {
        let exact = try shell("printf 12345", atMost: 5)
        #expect(exact.output == "12345" && !exact.isCut)
        for script in ["yes", "yes >&2"] {
            let endless = try shell(script, atMost: 1000)
            #expect(endless.isCut && endless.status == 137)
            #expect(endless.printed.count + endless.errors.utf8.count == 1000)
        }
    }

    @Test func `is ended when its time is over, with all that it has started`() throws {
        let place = try TemporaryDirectory()
        let pipe = "\(place.path)/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        let reader = open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        defer { close(reader) }
        let outcome = try shell("exec 3>\(pipe); sleep 1000 & echo started; wait", within: .seconds(2))
        #expect(outcome.isLate && outcome.status == 137 && outcome.output == "started\n")
        // The pipe hangs up when nobody has its other end any more.
        var waiting = pollfd(fd: reader, events: 0, revents: 0)
        #expect(poll(&waiting, 1, 30_000) == 1)
    }
}
