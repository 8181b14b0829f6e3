import MayflyAgents
import MayflyCore
import Testing

@Suite("The rules of an agent")
struct AgentRuleTests {
    @Test(arguments: [
        ("billing/*", "billing/report", true), ("billing/*", "billing/a/b", false), ("billing/*", "billing", false),
        ("billing/*", "billing2/x", false), ("*/report-*", "x/report-1", true), ("*/report-*", "x/report", false),
        ("tools/**", "tools/a", true), ("tools/**", "tools/a/b/c", true), ("tools/**", "tools", false),
        ("**", "a", true), ("**", "a/b/c/d", true), ("*", "a", true), ("*", "a/b", false), ("a*b*c", "aXbbXc", true),
        ("a*b*c", "abcd", false), ("a*a", "a", false), ("report", "report", true), ("report", "reports", false),
    ])
    func `let patterns match names`(pattern: String, name: String, isMatch: Bool) throws {
        let (pattern, name) = (try #require(ScriptPattern(pattern)), try #require(ScriptName(name.lowercased())))
        #expect(pattern.matches(name) == isMatch)
    }

    @Test(arguments: ["", "/", "a/", "/a", "a//b", "a/**/b", "a**", "***", "A", "a b", "a/b/c/d/e", "../a", "é"])
    func `know what is no pattern`(text: String) { #expect(ScriptPattern(text) == nil) }

    @Test func `let only the pattern of everything match what has no name`() throws {
        #expect(try #require(ScriptPattern("**")).matches(nil))
        #expect(try !#require(ScriptPattern("*")).matches(nil))
        #expect(try !#require(ScriptPattern("*/**")).matches(nil))
    }

    @Test(arguments: [
        ("08:00-18:00 UTC", true), ("12:00-12:01 UTC", true), ("11:00-12:00 UTC", false), ("wed 00:00-24:00 UTC", true),
        ("mon-fri 08:00-18:00 UTC", true), ("thu,tue 08:00-18:00 UTC", false), ("sat-mon 00:00-24:00 UTC", false),
        ("fri-wed 00:00-24:00 UTC", true), ("tue 13:00-12:30 UTC", true), ("wed 13:00-12:30 UTC", false),
        ("22:00-06:00 UTC", false),
    ])
    func `know their hours`(text: String, isOpen: Bool) throws {
        #expect(try #require(AllowedHours(text)).contains(Fixture.wednesdayNoon) == isOpen)
    }

    @Test(arguments: [
        "", "UTC", "08:00-18:00", "8:00-18:00 UTC", "08:00-18:60 UTC", "25:00-26:00 UTC", "08:00-08:00 UTC",
        "24:00-08:00 UTC",
        "mon 08:00 UTC", "xyz 08:00-18:00 UTC", "mon-tue-wed 08:00-18:00 UTC", "mon  08:00-18:00 UTC",
        "mon, 08:00-18:00 UTC",
        "08:00-18:00 CET", "08:00-18:00 utc",
    ])
    func `know what is no time`(text: String) { #expect(AllowedHours(text) == nil) }

    @Test(arguments: [
        ("13:00-14:00 UTC", 60), ("11:00-12:00 UTC", 23 * 60), ("wed 11:00-12:00 UTC", 7 * 24 * 60 - 60),
        ("thu 00:00-01:00 UTC", 12 * 60), ("tue 12:00-13:00 UTC", 6 * 24 * 60),
    ])
    func `say when their hours begin`(text: String, minutes: Int) throws {
        let hours = try #require(AllowedHours(text))
        #expect(hours.wait(from: Fixture.wednesdayNoon) == .seconds(minutes * 60))
        let later = Fixture.wednesdayNoon.advanced(by: .milliseconds(30_500))
        #expect(hours.wait(from: later) == .seconds(minutes * 60) - .milliseconds(30_500))
        #expect(hours.contains(Fixture.wednesdayNoon.advanced(by: hours.wait(from: Fixture.wednesdayNoon))))
    }

    @Test func `are named in refusals`() throws {
        let agent = try Fixture.agent(hours: ["13:00-14:00 UTC"])
        let (standard, strict) = (try #require(ProfileName("standard")), try #require(ProfileName("strict")))
        let noon = Fixture.wednesdayNoon
        let report = ScriptName("billing/report")
        let cases: [(ScriptName?, ProfileName, Timestamp, String?)] = [
            (ScriptName("other/x"), standard, noon, "agent bot may run billing/*, tools/**, not other/x"),
            (nil, standard, noon, "agent bot may run billing/*, tools/**, not a script without a name"),
            (report, strict, noon, "agent bot may use profile standard, not strict"),
            (report, standard, noon, "agent bot may submit at 13:00-14:00 UTC only; try again in 3600 s"),
            (report, standard, noon.advanced(by: .seconds(3600)), nil),
        ]
        for (script, profile, now, sentence) in cases {
            #expect(agent.refusal(of: script, tagged: [], under: profile, at: now)?.sentence == sentence)
        }
    }

    @Test func `let tags do what patterns do not, and no more`() throws {
        var agent = try Fixture.agent()
        let (reports, other) = (try #require(ScriptTag("reports")), try #require(ScriptTag("report")))
        let (standard, strict) = (try #require(ProfileName("standard")), try #require(ProfileName("strict")))
        func sentence(_ name: String?, _ tags: [ScriptTag], _ profile: ProfileName) -> String? {
            agent.refusal(of: name.flatMap { ScriptName($0) }, tagged: tags, under: profile, at: Fixture.wednesdayNoon)?
                .sentence
        }
        #expect(
            sentence("x/y", [reports], standard) == "agent bot may run billing/*, tools/**, not x/y",
            "no tag of its"
        )
        agent.tags = [reports]
        #expect(sentence("x/y", [other, reports], standard) == nil)
        #expect(sentence(nil, [reports], standard) == nil, "the bytes say so, whatever they are called")
        #expect(sentence("billing/report", [], standard) == nil)
        #expect(sentence("x/y", [other], standard) == "agent bot may run billing/*, tools/**, tag reports, not x/y")
        #expect(sentence("x/y", [reports], strict) == "agent bot may use profile standard, not strict")
    }
}
