import MayflyClient
import Testing

@testable import MayflyCommands
@testable import MayflyRun

@Suite("A part of a session's id") struct SessionNameTests {
    private static let ids = [
        "ses_01kazm5d1v0000000000000abc", "ses_01kazm5d1v0000000000000abd", "ses_01kb0000000000000000000xyz",
    ]

    private static let oldest = "ses_01ka" + String(repeating: "0", count: 22)

    /// The session that a name means, or what is said of it.
    private static func answer(_ name: String, isAll: Bool = true) -> String {
        guard SessionName.accepts(name) else { return "not an id" }
        guard SessionName.isLongEnough(name) else { return "too little" }
        do throws(CommandFailure) {
            return try SessionName.only(of: ids.filter { SessionName.matches($0, name) }, for: name, isAll: isAll)
        } catch {
            return error.message
        }
    }

    @Test(arguments: [
        ("0xyz", ids[2]), ("0abc", ids[0]), ("1kb0", ids[2]), ("ses_01kb", ids[2]), ("xyz", "too little"),
        ("azm5d1v0000000000000abd", ids[1]),
        ("nope", "there is no session 'nope'"), ("ses_0abc", "there is no session 'ses_0abc'"), ("NOPE", "not an id"),
        ("", "not an id"), ("a b", "not an id"), ("../x", "not an id"), ("ses_*", "not an id"),
        ("ses_", "too little"), ("ses_01k", "too little"), ("0", "too little"),
        ("0000", "'0000' is a part of the ids of 3 sessions; give more of it"),
        ("000ab", "'000ab' is a part of the ids of 2 sessions; give more of it"),
    ]) func `means the only session that it fits`(name: String, answer: String) {
        #expect(Self.answer(name) == answer)
    }

    @Test func `is not trusted while others may fit it`() {
        #expect(
            Self.answer("0xyz", isAll: false) == "'0xyz' is a part of the ids of at least 1 sessions; give more of it"
        )
    }

    @Test(arguments: [
        ("ses_01kazm5d1v0000000000000abd", []), ("ses_01kc", [""]), ("ses_01kb", ["", "&cursor=x"]),
        ("ses_01kazm", ["", "&cursor=x", "&cursor=y"]), ("0xyz", ["", "&cursor=x", "&cursor=y", "&cursor=z"]),
    ]) func `is looked for as far as it can be`(name: String, pages: [String]) async throws {
        let daemon = try FakeDaemon { request in
            func page(_ ids: [String], _ next: String) -> FakeDaemon.Answer {
                let items = ids.map { #"{"id":"\#($0)","state":"destroyed"}"# }.joined(separator: ",")
                return (200, #"{"items":[\#(items)],"next_cursor":\#(next)}"#)
            }
            if request.hasSuffix("&cursor=z") { return (200, #"{"items":[],"next_cursor":null}"#) }
            if request.hasSuffix("&cursor=x") { return page([Self.ids[1], Self.ids[0]], #""y""#) }
            if request.hasSuffix("&cursor=y") { return page([Self.oldest], #""z""#) }
            return page([Self.ids[2]], #""x""#)
        }
        let client = DaemonClient(SocketLocation(option: daemon.path, environment: [:]))
        _ = try? await client.connect { try await SessionName.resolve(name, with: $0) }
        let asked = daemon.requests.compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) }
        #expect(asked == pages.map { "/v1/sessions?limit=500\($0)" })
    }

    @Test func `names some of those that it fits`() throws {
        let failure = #expect(throws: CommandFailure.self) {
            try SessionName.only(of: Array(repeating: Self.ids[0], count: 7), for: "0")
        }
        #expect(failure?.advice.count == 6 && failure?.advice.last == "…; list them: mayfly ps -a")
    }
}
