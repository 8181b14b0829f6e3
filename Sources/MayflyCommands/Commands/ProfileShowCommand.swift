internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly profile show`: one profile as it is in force.
struct ProfileShowCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one profile as it is in force."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The profile's name.")
    var name: String

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let profile = try await global.client(in: context).connect { try await $0.profile(name) }
        if global.format == .table {
            for line in Self.lines(of: profile) { try context.output.line(line) }
        } else {
            try context.print(profile, as: global.format)
        }
        return .success
    }

    /// The profile for people: every field in the order in which the daemon sent it.
    static func lines(of profile: JSON) -> [String] {
        var fields = FieldList()
        for member in profile.members {
            let label = member.name.replacing("_", with: " ")
            switch member.value {
            case .object(let members) where !members.isEmpty:
                fields.add(label, members.map { "\($0.name)  \(text(of: $0.value))" })
            case .array(let elements): fields.add(label, elements.map(text(of:)))
            default: fields.add(label, text(of: member.value))
            }
        }
        return fields.lines
    }

    private static func text(of json: JSON) -> String {
        switch json {
        case .object(let members):
            members.map { "\(text(of: $0.value))" }.filter { !$0.isEmpty }.joined(separator: " ")
        case .array(let elements): elements.map(text(of:)).joined(separator: " ")
        case .bool(let bool): bool ? "yes" : "no"
        case .null: "none"
        default: json.text ?? json.compactText
        }
    }
}
