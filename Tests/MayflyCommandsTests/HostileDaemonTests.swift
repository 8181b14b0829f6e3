import Foundation
import Testing

@testable import MayflyCommands

@Suite("A daemon that was taken over", .timeLimit(.minutes(10))) struct HostileDaemonTests {
    private static let id = "ses_01kazm5d1v0000000000000abc"
    private static let evil = #"\u001b[2J"#
    private static let silence = #"{"bytes":0,"truncated":false,"text":""}"#
    private static let session =
        #"{"id":"\#(id)","state":"destroyed","verdict":"\#(evil)","verdict_detail":{"\#(evil)":"x"},"#
        + #""stdout":\#(silence),"stderr":\#(silence)}"#

    @Test(arguments: [
        (["workspace", "create"], #"{"name":"\#(evil)"}"#), (["workspace", "rm", "a"], #"{"name":"\#(evil)"}"#),
        (["wait", id], session), (["inspect", id], session),
        (["audit", "checkpoint"], #"{"checkpoint":"\#(evil)\n"}"#), (["profile", "show", "a"], #"{"\#(evil)":"x"}"#),
        (["review", "trust"], #"{"allowed_signers":"\#(evil)"}"#),
        (["doctor"], #"{"canary":{"times":{"\#(evil)":1}}}"#),
        (["agent", "usage", "--csv"], #"{"items":[{"agent":"\#(evil)"}]}"#),
        (["run", "a"], session), (["run", "a", "--detach"], #"{"id":"\#(evil)","state":"queued"}"#),
        (["ps", "--quiet"], #"{"items":[{"id":"\#(evil)","state":"queued"}]}"#),
    ])
    func `does nothing to a terminal`(arguments: [String], body: String) async throws {
        let daemon = try FakeDaemon { _ in (200, body) }
        let answer = try await CommandLineAnswer.of(arguments, socket: daemon.path, onTerminal: true)
        let shown = answer.output + answer.errors
        #expect(!shown.isEmpty && !shown.unicodeScalars.contains("\u{1b}"), "\(shown.debugDescription)")
    }

    @Test func `leaves a checkpoint that is kept as it is`() async throws {
        let daemon = try FakeDaemon { _ in (200, #"{"checkpoint":"a\u0007b\n"}"#) }
        #expect(try await CommandLineAnswer.of(["audit", "checkpoint"], socket: daemon.path).output == "a\u{07}b\n")
    }

    @Test(arguments: [["wait", id], ["run", "a"]])
    func `names a signal that is none, and nothing crashes`(arguments: [String]) async throws {
        let body =
            #"{"id":"\#(Self.id)","state":"destroyed","verdict":"signaled","signal":2147483647,"#
            + #""stdout":\#(Self.silence),"stderr":\#(Self.silence)}"#
        let daemon = try FakeDaemon { _ in (200, body) }
        #expect(try await CommandLineAnswer.of(arguments, socket: daemon.path).status == 125)
    }

    @Test(arguments: [
        ["ps"], ["inspect", "01kazm"], ["script", "ls"], ["review", "ls"], ["script", "show", "a"], ["stats"],
    ])
    func `keeps nobody reading for ever`(arguments: [String]) async throws {
        let daemon = try FakeDaemon { _ in (200, #"{"items":[],"next":1,"next_cursor":"x"}"#) }
        let answer = try await CommandLineAnswer.of(arguments, socket: daemon.path)
        #expect(answer.status == 1 && answer.errors.contains("a page that leads on has nothing"), "\(answer.errors)")
    }

    @Test(arguments: [
        (#"{"items":[]}"#, "did not say how many records"),
        (#"{"items":[],"size":-1}"#, "did not say how many records"),
        (#"{"items":[],"size":7}"#, "something else for the records from"),
        (#"{"items":["no JSON"],"size":7}"#, "something else for the records from"),
    ])
    func `keeps nobody reading a log that is none`(body: String, says: String) async throws {
        let daemon = try FakeDaemon { _ in (200, body) }
        for more in [[], ["--from", "0"]] {
            let answer = try await CommandLineAnswer.of(["audit", "ls"] + more, socket: daemon.path)
            #expect(answer.status == 1 && answer.errors.contains(says), "\(answer.errors)")
        }
    }
}
