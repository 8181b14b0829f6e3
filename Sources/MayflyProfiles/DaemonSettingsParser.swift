internal import MayflyCore
package import MayflyYAML

/// Parses the daemon's configuration file, as strictly as profiles.
package enum DaemonSettingsParser {
    static let keys = [
        "selfApproval", "maxSessions", "maxQueue", "maxConnections", "maxConnectionsPerUser", "approvalLifetime",
        "keptSessions", "maxProposalBytesPerUser", "maxUploadBytesPerUser", "drainTime", "budget", "roles",
    ]

    /// Parses a file; a missing setting keeps its default.
    ///
    /// - Throws: ``FileErrors`` with all errors, each with its line and column.
    package static func settings(from file: NamedFile) throws(FileErrors) -> DaemonSettings {
        let collector = DiagnosticCollector(file: file.name)
        let settings = YAMLDocument.read(file, collector: collector) { element in
            element.mapping(keys).map(read)
        }
        guard let settings, collector.isEmpty else { throw FileErrors(collector.sorted) }
        return settings
    }

    private static func read(_ entries: YAMLMapping) -> DaemonSettings {
        var settings = DaemonSettings()
        assign(entries.optional("selfApproval")?.bool(), to: &settings.selfApproval)
        // The warden refuses more cells, because network namespaces are bounded.
        assign(entries.optional("maxSessions")?.count(1...200), to: &settings.maxSessions)
        assign(entries.optional("maxQueue")?.count(0...65_536), to: &settings.maxQueue)
        assign(entries.optional("budget").flatMap(budget), to: &settings.budget)
        assign(entries.optional("maxConnections")?.count(1...65_536), to: &settings.maxConnections)
        assign(entries.optional("maxConnectionsPerUser")?.count(1...65_536), to: &settings.maxConnectionsPerUser)
        assign(entries.optional("keptSessions")?.count(1...10_000_000), to: &settings.keptSessions)
        assign(entries.optional("maxProposalBytesPerUser").flatMap(size), to: &settings.maxProposalBytesPerUser)
        assign(entries.optional("maxUploadBytesPerUser").flatMap(size), to: &settings.maxUploadBytesPerUser)
        assign(entries.optional("approvalLifetime").flatMap(lifetime), to: &settings.approvalLifetime)
        assign(entries.optional("drainTime").flatMap(drainTime), to: &settings.drainTime)
        if let roles = entries.optional("roles")?.mapping(["operators", "approvers", "agents", "auditors"]) {
            assign(roles.optional("operators").flatMap(groups), to: &settings.operators)
            assign(roles.optional("approvers").flatMap(groups), to: &settings.approvers)
            assign(roles.optional("agents").flatMap(groups), to: &settings.agents)
            assign(roles.optional("auditors").flatMap(groups), to: &settings.auditors)
        }
        return settings
    }

    private static func assign<Value>(_ value: Value?, to target: inout Value) {
        if let value { target = value }
    }

    private static func lifetime(_ element: YAMLElement) -> Duration? {
        element.lifetime { lifetime, _ in lifetime > .zero ? nil : "must be longer than 0" }
    }

    private static func drainTime(_ element: YAMLElement) -> Duration? {
        element.duration("a duration, for example 30s") { time, _ in
            time <= .seconds(3600) ? nil : "must be at most 1h"
        }
    }

    private static func size(_ element: YAMLElement) -> ByteCount? {
        element.byteCount("a number of bytes, for example 256Mi")
    }

    private static func groups(_ element: YAMLElement) -> [String]? {
        element.sequence(of: "names of groups", atMost: 64)?.compactMap { $0.text("the name of a group") }
    }
}

extension YAMLElement {
    /// A whole number in `range`.
    fileprivate func count(_ range: ClosedRange<Int>) -> Int? {
        guard let text = text("a number from \(range.lowerBound) to \(range.upperBound)") else { return nil }
        if let count = Int(text), text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }), range.contains(count) {
            return count
        }
        report("expected a number from \(range.lowerBound) to \(range.upperBound), found '\(text)'")
        return nil
    }
}
