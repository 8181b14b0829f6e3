internal import ArgumentParser
internal import MayflyAPI
internal import MayflyCore
internal import MayflyEvidence

/// Checks options that several commands have in common.
enum ReviewOption {
    /// A lifetime as the daemon reads it.
    static func lifetime(_ text: String?) throws -> String? {
        guard let text else { return nil }
        let days = text.hasSuffix("d") ? text.dropLast() : ""
        let isCount = !days.isEmpty && days.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let lifetime = LifetimeText.parse(text)
        let most = ApprovalStatement.longestApproval
        guard lifetime.map({ $0 <= .seconds(most) }) ?? (!isCount || Int(days) == 0) else {
            throw ValidationError("--expires: '\(text)' is too long; an approval holds \(most / 86_400)d at most")
        }
        guard let lifetime, lifetime > .zero else {
            throw ValidationError("--expires: '\(text)' is not a time; write for example 24h or 90d")
        }
        return text
    }

    /// Names of profiles, each once.
    static func profiles(_ names: [String]) throws -> [String] {
        if let name = names.first(where: { ProfileName($0) == nil }) {
            throw ValidationError("'\(name)' is not a profile's name")
        }
        guard Set(names).count == names.count else { throw ValidationError("--profile names a profile twice") }
        return names
    }
}
