import MayflyAgents
import MayflyCore
import MayflyYAML
import Testing

@Suite("The file of agents")
struct AgentFileTests {
    static let whole = """
        agents:
          - name: billing-bot
            uid: [1001, 1002]
            gid: [2000]
            roles: [agent, auditor]
            scripts: ["billing/*", "tools/**"]
            tags: [reports]
            profiles: [standard, strict]
            priority: high
            hours: ["mon-fri 08:00-18:00 UTC"]
            quotas: {sessions: 4, startsPerMinute: 30, cpuPerHour: 10m, memorySecondsPerHour: 64Gi}
          - name: rest
            gid: [2000]
            tags: [tools]
            profiles: [strict]
        """

    @Test func `says all that is in it`() throws {
        let policy = try Fixture.policy(Self.whole)
        let bot = try #require(policy.agents.first)
        #expect(policy.agents.map(\.name.text) == ["billing-bot", "rest"])
        #expect(bot.uids == [1001, 1002] && bot.gids == [2000] && bot.roles == [.agent, .auditor])
        #expect(bot.scripts.map(\.text) == ["billing/*", "tools/**"] && bot.priority == .high)
        #expect(bot.profiles.map(\.text).sorted() == ["standard", "strict"])
        #expect(bot.tags.map(\.text) == ["reports"] && policy.agents[1].scripts.isEmpty)
        #expect(bot.hours.map(\.text) == ["mon-fri 08:00-18:00 UTC"])
        #expect(
            bot.quotas
                == AgentQuotas(sessions: 4, startsPerMinute: 30, cpuPerHour: .seconds(600), memoryPerHour: 64 << 30)
        )
        #expect(policy.agents[1].quotas == AgentQuotas() && policy.agents[1].roles == [.agent])
    }

    @Test func `recognises the first agent that all its conditions fit`() throws {
        let policy = try Fixture.policy(Self.whole)
        #expect(policy.agent(uid: 1001, groups: [2000])?.name.text == "billing-bot")
        #expect(policy.agent(uid: 1003, groups: [5, 2000])?.name.text == "rest")
        #expect(policy.agent(uid: 1001, groups: [1001]) == nil)
        #expect(policy.agent(uid: 0, groups: [0]) == nil)
    }

    @Test func `may name nobody`() throws {
        #expect(try Fixture.policy("agents: []").agent(uid: 0, groups: [0]) == nil)
    }

    /// What is wrong, where, and what to do.
    static let faults: [(text: String, expected: String)] = [
        ("", "agents.yaml:1:1: error: the file is empty"),
        ("agent: []", "agents.yaml:1:1: error: agent: unknown key; did you mean 'agents'?"),
        (
            "agents:\n  - {name: a, uid: [1], scripts: [a], profiles: [p], executable: /bin/a}",
            "agents.yaml:2:54: error: agents[0].executable: unknown key; known keys are name, uid"
        ),
        (
            "agents:\n  - {name: A, uid: [1], scripts: [a], profiles: [p]}",
            "agents.yaml:2:12: error: agents[0].name: 'A' is no name"
        ),
        (
            "agents:\n  - {name: a, scripts: [a], profiles: [p]}",
            "agents.yaml:2:5: error: agents[0]: has neither uid nor gid; say which process it is"
        ),
        (
            "agents:\n  - {name: a, uid: [], scripts: [a], profiles: [p]}",
            "agents.yaml:2:20: error: agents[0].uid: names nobody"
        ),
        (
            "agents:\n  - {name: a, uid: [4294967295], scripts: [a], profiles: [p]}",
            "agents[0].uid[0]: '4294967295' is no number of a user"
        ),
        ("agents:\n  - {name: a, uid: [1], profiles: [p]}", "agents.yaml:2:5: error: agents[0].scripts: is missing"),
        ("agents:\n  - {name: a, uid: [1], scripts: [a]}", "agents.yaml:2:5: error: agents[0].profiles: is missing"),
        (
            "agents:\n  - {name: a, uid: [1], scripts: [a/**/b], profiles: [p]}",
            "agents[0].scripts[0]: 'a/**/b' is no pattern"
        ),
        ("agents:\n  - {name: a, uid: [1], tags: [Reports], profiles: [p]}", "agents[0].tags[0]: 'Reports' is no tag"),
        ("agents:\n  - {name: a, uid: [1], tags: [], profiles: [p]}", "error: agents[0].tags: is empty"),
        (
            "agents:\n  - {name: a, uid: [1], scripts: [a], profiles: [p], hours: [8-18]}",
            "agents[0].hours[0]: '8-18' is no time; write for example: mon-fri 08:00-18:00 UTC"
        ),
        (
            "agents:\n  - {name: a, uid: [1], scripts: [a], profiles: [p], hours: []}",
            "hours: is empty, and would mean never"
        ),
        (
            "agents:\n  - {name: a, uid: [1], scripts: [a], profiles: [p], quotas: {sessions: 0}}",
            "agents[0].quotas.sessions: '0' is not a number from 1"
        ),
        (
            "agents:\n  - {name: a, uid: [1], scripts: [a], profiles: [p], quotas: {cpuPerHour: 600}}",
            "agents[0].quotas.cpuPerHour: '600' is not a duration"
        ),
        (
            "agents:\n  - {name: a, uid: [1], scripts: [a], profiles: [p], quotas: {memorySecondsPerHour: 5m}}",
            "would be thousandths of a byte"
        ),
        (
            "agents:\n  - {name: a, uid: [1], scripts: [a], profiles: [p], priority: urgent}",
            "'urgent' is not one of low, normal, high"
        ),
        (
            "agents:\n  - {name: a, uid: [1], scripts: [a], profiles: [p], roles: [root]}",
            "'root' is not one of agent, approver, auditor, operator"
        ),
        (
            "agents:\n  - &x {name: a, uid: [1], scripts: [a], profiles: [p]}\n  - *x",
            "anchors and aliases are not supported"
        ),
        (
            "agents:\n  - {name: a, uid: [1], scripts: [a], profiles: [p]}\n  - {name: a, uid: [2], scripts: [a], profiles: [p]}",
            "agent 'a' is here twice"
        ),
    ]

    @Test(arguments: faults) func `is refused with the place of what is wrong`(text: String, expected: String) {
        do throws(FileErrors) {
            let policy = try Fixture.policy(text)
            Issue.record("was read as \(policy)")
        } catch {
            #expect(error.text(bound: 8192).contains(expected))
        }
    }
}
