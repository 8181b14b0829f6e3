internal import MayflyCore
internal import MayflyJSON

/// The reason why a version waits, and the command that a reviewer types next.
struct ReviewTask: Hashable {
    /// For example `signatures under standard`; empty if nothing is missing.
    let reason: String
    /// A whole command to copy; empty if the daemon sent an invalid name.
    let command: String

    /// - Parameter version: The version as the daemon describes it, with its approvals.
    init(of version: JSON) {
        let reference = "\(version["name"]?.text ?? "")@\(version["digest"]?.text ?? "")"
        if let open = OpenStatement(of: version) {
            reason = "signatures under \(open.lacking.joined(separator: ", "))"
            command = Self.command(for: reference, profiles: open.profiles)
            return
        }
        switch version["state"]?.text {
        case "proposed":
            (reason, command) = ("an approval", Self.command(for: reference))
        case "expired":
            let approval = version["approvals"]?.elements.first { $0["state"]?.text == "expired" }
            (reason, command) = ("a new approval", Self.command(for: reference, profiles: Self.profiles(of: approval)))
        default:
            (reason, command) = ("", Self.command(for: reference))
        }
    }

    /// The command for the version of an approval: sign for the same profiles if `signing`, else show the version.
    ///
    /// - Parameter approval: The approval as the daemon describes it.
    static func command(about approval: JSON, signing: Bool) -> String {
        let reference = "\(approval["script"]?.text ?? "")@\(approval["digest"]?.text ?? "")"
        return command(for: reference, profiles: signing ? profiles(of: approval) : [])
    }

    private static func profiles(of approval: JSON?) -> [String] {
        (approval?["profiles"]?.elements ?? []).compactMap { $0["name"]?.text }
    }

    /// Signs for the profiles if there are any, else shows the version.
    ///
    /// The command goes into a shell, so it contains only what the rules of names allow, whatever the daemon says.
    private static func command(for reference: String, profiles: [String] = []) -> String {
        guard case .version(let name, let digest) = ScriptReference(reference),
            profiles.allSatisfy({ ProfileName($0) != nil })
        else { return "" }
        let options = profiles.map { " --profile \($0)" }.joined()
        return "mayfly review \(profiles.isEmpty ? "show" : "approve") \(name)@\(digest)\(options)"
    }
}
