import MayflyCore
import MayflyYAML
import Testing

@testable import MayflyProfiles

@Suite("The daemon's configuration") struct DaemonSettingsTests {
    private func settings(_ text: String) throws(FileErrors) -> DaemonSettings {
        try DaemonSettingsParser.settings(from: NamedFile(name: "mayflyd.yaml", bytes: Array(text.utf8)))
    }

    @Test func `gives sessions four fifths of the memory unless it says otherwise`() throws {
        #expect(try settings("maxSessions: 2\n").budget == BudgetSettings())
        #expect(BudgetSettings().memory == .percent(80) && BudgetSettings().cpu == nil)
    }

    @Test func `says a budget as an amount or as a part of what there is`() throws {
        let amounts = try settings("budget: {memory: 4Gi, cpu: 2.5}\n").budget
        #expect(amounts.memory == .amount(.mebibytes(4096)) && amounts.cpu == .amount(CPURate(millicpus: 2500)))
        let parts = try settings("budget: {memory: 50%, cpu: 200%}\n").budget
        #expect(parts.memory == .percent(50) && parts.cpu == .percent(200))
        #expect(try settings("budget: {cpu: 500m}\n").budget.memory == .percent(80), "what it does not say stays")
    }

    @Test(
        arguments: [
            ("memory: 0%", "expected a percentage from 1% to 1000%, found '0%'"), ("memory: 1001%", "from 1% to 1000%"),
            ("memory: '%'", "expected a percentage"), ("memory: -5%", "expected a percentage"),
            ("memory: 1.5%", "expected a percentage"), ("memory: 4095Ki", "must be at least 4Mi"),
            ("memory: 512m", "would be thousandths of a byte"), ("memory: [1]", "a number of bytes or a percentage"),
            ("cpu: 0", "is not a number of processors"), ("cpu: 100001%", "from 1% to 100000%"),
            ("cpu: many", "is not a number of processors"), ("disk: 1Gi", "disk"),
        ]
    )
    func `names what is wrong with a budget, and where`(setting: String, problem: String) {
        let error = #expect(throws: FileErrors.self) { try settings("budget: {\(setting)}\n") }
        let text = error?.text(bound: 8192) ?? ""
        #expect(text.contains("mayflyd.yaml:1:") && text.contains(problem), "\(text)")
    }

    @Test func `says what it changes, of every setting there is`() throws {
        #expect(DaemonSettings().changes.isEmpty)
        let names = DaemonSettings().named.map { String($0.name.prefix { $0 != "." }) }
        #expect(Set(names) == Set(DaemonSettingsParser.keys))
        let text = """
            selfApproval: true
            maxSessions: 1
            maxQueue: 1
            maxConnections: 1
            maxConnectionsPerUser: 1
            keptSessions: 1
            approvalLifetime: 1h
            maxProposalBytesPerUser: 1Mi
            maxUploadBytesPerUser: 1Mi
            drainTime: 1s
            budget: {memory: 1Gi, cpu: 2}
            roles: {operators: [a], approvers: [b], agents: [c], auditors: [d]}

            """
        let changes = try settings(text).changes
        #expect(changes.map(\.name) == DaemonSettings().named.map(\.name), "each of them was changed")
        #expect(changes.map(\.standard) == DaemonSettings().named.map(\.value))
        #expect(changes.first { $0.name == "budget.memory" }?.value == "1Gi")
    }

    @Test func `says how long approvals hold in hours, days or weeks`() throws {
        for (text, days) in [("90d", 90), ("2w", 14), ("2160h", 90)] as [(String, Int64)] {
            #expect(try settings("approvalLifetime: \(text)\n").approvalLifetime == .seconds(days * 86_400))
        }
        for (text, problem) in [("90", "write for example 30m, 24h, 90d or 2w"), ("0d", "must be longer than 0")] {
            let error = #expect(throws: FileErrors.self) { try settings("approvalLifetime: \(text)\n") }
            let says = error?.text(bound: 8192) ?? ""
            #expect(says.contains("mayflyd.yaml:1:19: error: approvalLifetime: ") && says.contains(problem), "\(says)")
        }
    }
}
