import MayflyClient
import MayflyJSON
import Testing

@testable import MayflyCommands
@testable import MayflyRun

@Suite("What people read") struct WordsTests {
    private static let names: [UInt32: String] = [101: "postgres"]
    private static let id = "ses_01kazm5d1v0000000000000abc"

    private static func json(_ text: String) throws -> JSON { try JSONReader.read(Array(text.utf8)) }

    @Test(arguments: [
        ("uid 101", "postgres (uid 101)"), ("uid 102", "uid 102"), ("uid -1", "uid -1"), ("warden", "warden"), ("", ""),
    ]) func `names a user by name and number`(record: String, text: String) {
        #expect(UserText.of(record: record, names: Self.names) == text)
    }

    @Test func `takes the name that the daemon knows first`() {
        #expect(UserText.of(101, named: "other", names: Self.names) == "other (uid 101)")
        #expect(UserText.of(101, names: Self.names) == "postgres (uid 101)")
    }

    @Test func `names root everywhere`() throws {
        let event = try Self.json(#"{"type":"session","t":"now","session":"s","state":"queued","uid":0}"#)
        #expect(EventsCommand.line(of: event) == "now  s  queued  root (uid 0)")
        func caller(_ agent: String) throws -> [String] {
            let caller = #""caller":{"uid":0},"agent":\#(agent)"#
            let session = try SessionReply(try Self.json(#"{"id":"\#(Self.id)","state":"queued",\#(caller)}"#))
            return ListCommand.table(of: [session], now: 0).lines
        }
        #expect(try caller("null").first?.contains("  CALLER  ") == true)
        #expect(try caller("null").last?.contains("  root (uid 0)  queued  ") == true)
        #expect(try caller(#""bot""#).last?.contains("  bot     queued  ") == true)
        let leaf = try Self.json(#"{"index":1,"event":"proposed","by":"uid 0"}"#)
        #expect(AuditListCommand.table(of: [leaf]).lines.last?.contains("root (uid 0)") == true)
        let space = try Self.json(#"{"name":"a","owner":{"uid":0}}"#)
        #expect(WorkspaceListCommand.table(of: [space]).lines.last?.contains("root (uid 0)") == true)
    }

    @Test func `has a word for what a profile does not have`() throws {
        let profile = try Self.json(#"{"workspace":null,"pool":{"warm":null,"count":2},"rules":[null]}"#)
        #expect(
            ProfileShowCommand.lines(of: profile) == [
                "workspace  none", "pool       warm  none", "           count  2", "rules      none",
            ]
        )
    }

    @Test(arguments: [
        (
            "binary", "execute", "ENOENT",
            "setup_failed: at execute: ENOENT, the loader that it was linked for is not in the"
        ),
        (
            "python", "execute", "ENOENT",
            "setup_failed: at execute: ENOENT, the interpreter of runtime python is not in the"
        ),
        (
            "binary", "execute", "ENOEXEC",
            "setup_failed: at execute: ENOEXEC, it is no program of this machine; a script is"
        ),
        ("binary", "execute", "EACCES", "setup_failed: at execute: EACCES (execve)"),
        ("binary", "mounts", "ENOENT", "setup_failed: at mounts: ENOENT (execve)"),
    ]) func `says why nothing was started`(runtime: String, stage: String, errno: String, says: String) throws {
        let session = try SessionReply(
            try Self.json(
                #"{"id":"\#(Self.id)","state":"destroyed","runtime":"\#(runtime)","verdict":"setup_failed","verdict_detail":"#
                    + #"{"stage":"\#(stage)","errno":"\#(errno)","evidence":"execve"}}"#
            )
        )
        #expect(SessionText.ending(of: session).hasPrefix(says), "\(SessionText.ending(of: session))")
    }

    @Test func `tells a run of a reviewer from a session of what is approved`() throws {
        func session(_ review: String) throws -> SessionReply {
            let script = #""verdict":"ok","script":{"name":"a/b"},"review":\#(review)"#
            return try SessionReply(try Self.json(#"{"id":"\#(Self.id)","state":"destroyed",\#(script)}"#))
        }
        let (tried, other) = (try session(#""apr_1""#), try session("null"))
        #expect(ListCommand.table(of: [tried], now: 0).lines.last?.contains("a/b (review)") == true)
        #expect(ListCommand.table(of: [other], now: 0).lines.last?.contains("review") == false)
        #expect(SessionText.lines(of: tried).contains { $0.hasPrefix("review ") && $0.contains("apr_1") })
        #expect(!SessionText.lines(of: other).contains { $0.hasPrefix("review") })
    }

    @Test func `has all that is known of who asked for a session, and with what`() throws {
        func lines(_ more: String) throws -> [String] {
            let json = try Self.json(#"{"id":"\#(Self.id)","state":"queued",\#(more)}"#)
            return SessionText.lines(of: try SessionReply(json))
        }
        let given = try lines(
            #""args":{"month":"5"},"argv":["--month","5"],"env":["LANG","TZ"],"#
                + #""inputs":[{"path":"a/b","bytes":2048,"sha256":"0f"}],"caller":{"uid":0,"gid":7,"pid":42},"#
                + #""agent":"bot","labels":{"a":"1"},"on_disconnect":"kill","traceparent":"00-1-2-01","#
                + #""times":{"queue_ms":2},"queue":{"position":2,"predicted_wait_ms":null,"waits_for_budget":false}"#
        )
        for (label, value) in [
            ("args", #"{"month":"5"}"#), ("argv", #"["--month","5"]"#), ("env", "LANG, TZ"),
            ("inputs", "a/b  2 KiB  0f"), ("caller", "root (uid 0)  gid 7  pid 42"), ("agent", "bot"),
            ("labels", "a=1"), ("on disconnect", "kill"), ("traceparent", "00-1-2-01"), ("times", "queue 0.002s"),
            ("queue", "place 2 in the queue"),
        ] {
            let isThere = given.contains { $0.hasPrefix("\(label)  ") && $0.hasSuffix("  \(value)") }
            #expect(isThere, "\(label): \(given)")
        }
        let none = try lines(#""args":[],"argv":null,"env":[],"inputs":[],"agent":null,"queue":null"#)
        #expect(none.count == 2, "nothing is said of what there is not: \(none)")
    }

    @Test func `of what cannot be true is no reason to crash`() throws {
        let most = "9223372036854775807"
        let sample = try Self.json(#"{"session":"s","stdout_bytes":\#(most),"stderr_bytes":\#(most)}"#)
        #expect(StatsCommand.table(of: [sample]).lines.last?.hasSuffix("8388607 TiB") == true)
    }

    @Test func `is told before they sign what cannot count`() throws {
        let order = StatementOrder(name: "a", digest: "sha256:0", decision: "approve", profiles: [])
        let refusal = Signing.selfApproval(of: order, trust: try Self.json(#"{"self_approval":false}"#))
        #expect(refusal?.message.hasPrefix("self_approval: you have proposed a@sha256:0") == true)
        #expect(Signing.selfApproval(of: order, trust: try Self.json(#"{"self_approval":true}"#)) == nil)
        #expect(Signing.selfApproval(of: order, trust: nil) == nil)
    }
}
