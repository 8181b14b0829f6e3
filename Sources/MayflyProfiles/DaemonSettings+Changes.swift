internal import MayflyCore

extension DaemonSettings {
    /// The settings that differ from the built-in ones.
    package var changes: [ChangedSetting] {
        zip(named, DaemonSettings().named).compactMap { own, standard in
            own.value == standard.value
                ? nil : ChangedSetting(name: own.name, value: own.value, standard: standard.value)
        }
    }

    /// All settings by their keys.
    var named: [(name: String, value: String)] {
        [
            ("selfApproval", "\(selfApproval)"),
            ("maxSessions", "\(maxSessions)"),
            ("maxQueue", "\(maxQueue)"),
            ("budget.memory", Self.text(budget.memory)),
            ("budget.cpu", budget.cpu.map(Self.text) ?? "1600%, and 32 at least"),
            ("drainTime", drainTime == .zero ? "0s" : drainTime.text),
            ("maxConnections", "\(maxConnections)"),
            ("maxConnectionsPerUser", "\(maxConnectionsPerUser)"),
            ("approvalLifetime", approvalLifetime.text),
            ("keptSessions", "\(keptSessions)"),
            ("maxProposalBytesPerUser", "\(maxProposalBytesPerUser)"),
            ("maxUploadBytesPerUser", "\(maxUploadBytesPerUser)"),
            ("roles.operators", Self.text(operators)),
            ("roles.approvers", Self.text(approvers)),
            ("roles.agents", Self.text(agents)),
            ("roles.auditors", Self.text(auditors)),
        ]
    }

    private static func text<Amount: CustomStringConvertible>(_ part: BudgetSettings.Part<Amount>) -> String {
        switch part {
        case .amount(let amount): "\(amount)"
        case .percent(let count): "\(count)%"
        }
    }

    private static func text(_ groups: [String]) -> String { "[\(groups.joined(separator: ", "))]" }
}
