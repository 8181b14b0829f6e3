internal import ArgumentParser
internal import MayflyCore
internal import MayflyEvidence

/// Checks options that several commands share.
enum ReviewOption {
    /// A lifetime in the form that the daemon reads.
    static func lifetime(_ text: String?) throws -> String? {
        guard let text else { return nil }
        let most = ApprovalStatement.longestApproval
        let bound = "an approval holds \(most / 86_400)d at most"
        let lifetime: Duration
        do throws(QuantityError) { lifetime = try Duration(parsingLifetime: text) } catch {
            throw ValidationError("--expires: \(error); \(bound)")
        }
        guard lifetime > .zero else { throw ValidationError("--expires: '\(text)' is not longer than 0") }
        guard lifetime <= .seconds(most) else {
            throw ValidationError("--expires: '\(text)' is too long; \(bound)")
        }
        return text
    }

    /// The time window of a list of ending approvals; `nil` without the option.
    static func window(_ text: String?) throws -> Duration? {
        guard let text else { return nil }
        guard let window = try? Duration(parsingLifetime: text), window > .zero else {
            throw ValidationError("--expiring: '\(text)' is not a time; write for example 14d or 36h")
        }
        return window
    }

    /// The names of profiles, which must not repeat.
    static func profiles(_ names: [String]) throws -> [String] {
        if let name = names.first(where: { ProfileName($0) == nil }) {
            throw ValidationError("'\(name)' is not a profile's name")
        }
        guard Set(names).count == names.count else { throw ValidationError("--profile names a profile twice") }
        return names
    }
}
