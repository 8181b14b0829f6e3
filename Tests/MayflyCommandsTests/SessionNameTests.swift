import Testing

@testable import MayflyCommands
@testable import MayflyRun

@Suite("A part of a session's id") struct SessionNameTests {
    private static let ids = [
        "ses_01kazm5d1v0000000000000abc", "ses_01kazm5d1v0000000000000abd", "ses_01kb0000000000000000000xyz",
    ]

    /// The session that a name means, or what is said of it.
    private static func answer(_ name: String, isAll: Bool = true) -> String {
        guard SessionName.accepts(name) else { return "not an id" }
        do throws(CommandFailure) {
            return try SessionName.only(of: ids.filter { SessionName.matches($0, name) }, for: name, isAll: isAll)
        } catch {
            return error.message
        }
    }

    @Test(arguments: [
        ("xyz", ids[2]), ("abc", ids[0]), ("1kb0", ids[2]), ("ses_01kb", ids[2]), ("yz", ids[2]),
        ("azm5d1v0000000000000abd", ids[1]),
        ("nope", "there is no session 'nope'"), ("ses_abc", "there is no session 'ses_abc'"), ("NOPE", "not an id"),
        ("", "not an id"), ("a b", "not an id"), ("../x", "not an id"), ("ses_*", "not an id"),
        ("ses_", "'ses_' is a part of the ids of 3 sessions; give more of it"),
        ("01k", "'01k' is a part of the ids of 3 sessions; give more of it"),
        ("ab", "'ab' is a part of the ids of 2 sessions; give more of it"),
    ]) func `means the only session that it fits`(name: String, answer: String) {
        #expect(Self.answer(name) == answer)
    }

    @Test func `is not trusted while others may fit it`() {
        #expect(
            Self.answer("xyz", isAll: false) == "'xyz' is a part of the ids of at least 1 sessions; give more of it"
        )
    }

    @Test func `names some of those that it fits`() throws {
        let failure = #expect(throws: CommandFailure.self) {
            try SessionName.only(of: Array(repeating: Self.ids[0], count: 7), for: "0")
        }
        #expect(failure?.advice.count == 6 && failure?.advice.last == "…; list them: mayfly ps -a")
    }
}
