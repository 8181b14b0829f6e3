import MayflyCore
import MayflyProfiles
import MayflyYAML
import SandboxPlan
import Testing

@Suite("A launch") struct LaunchRuleTests {
    private func standard() throws -> Profile {
        try ProfileParser.profile(from: try #require(BuiltInProfiles.files.first { $0.name == "standard.yaml" }))
    }

    @Test func `within its profile is let through`() throws {
        let profile = try standard()
        try LaunchRule.check(limits: profile.limits, variables: ["TZ"], against: profile)
    }

    @Test(arguments: LimitName.allCases) func `above one limit is refused, by that limit`(name: LimitName) throws {
        let profile = try standard()
        var limits = profile.limits
        try limits.set(name, to: SessionLimits.ceiling.text(of: name))
        let refusal = #expect(throws: LaunchRefusal.self) {
            try LaunchRule.check(limits: limits, variables: [], against: profile)
        }
        #expect(refusal?.rule == "limit_above_ceiling")
        #expect(refusal?.detail.contains(name.rawValue) == true)
    }

    @Test(arguments: [["SECRET"], ["LD_PRELOAD"], ["PATH"], ["TZ", "TZ"], ["MAYFLY_SESSION"], [""]])
    func `with a variable that its profile does not allow is refused`(names: [String]) throws {
        let profile = try standard()
        let refusal = #expect(throws: LaunchRefusal.self) {
            try LaunchRule.check(limits: profile.limits, variables: names, against: profile)
        }
        #expect(refusal?.rule == "environment_not_allowed")
    }

    @Test func `of a runtime that its profile does not allow is refused`() throws {
        var profile = try standard()
        profile.runtimes[.sh] = nil
        let refusal = #expect(throws: LaunchRefusal.self) {
            try LaunchRule.runtime(for: try EntryPoint(in: ["main.sh"]), in: profile)
        }
        #expect(refusal?.rule == "runtime_not_allowed")
    }
}
