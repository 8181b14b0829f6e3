internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// An approved version of a script as a tool of its own.
struct ScriptTool {
    /// For hosts: letters, digits, `_` and `-`.
    let name: String
    let script: String
    let version: VersionReply
    /// Under which profile it runs; `nil` for the usual one.
    private let profile: String?
    private let input: ScriptInput

    /// The most letters of a tool's name that every host takes.
    private static let longestName = 64
    /// The profile of whoever names none.
    private static let usualProfile = "standard"

    /// - Returns: `nil` when it is not approved, its name is too long for a tool's, or the caller may not run it, or may
    ///   use no profile that it may run under.
    init?(_ version: VersionReply, for rights: CallerRights = .unknown) {
        guard version.state == "approved", let script = version.json["name"]?.text else { return nil }
        let name = Self.name(of: script)
        guard name.utf8.count <= Self.longestName, rights.mayRun(script, version) else { return nil }
        let profiles = Self.profiles(of: version).filter(rights.mayUse)
        guard let first = profiles.first else { return nil }
        (self.name, self.script, self.version) = (name, script, version)
        profile = profiles.contains(Self.usualProfile) ? nil : first
        input = ScriptInput(version.json["description"]?["args"])
    }

    /// `team/report.v2` becomes `team__report_v2`: not every host takes dots and slashes.
    static func name(of script: String) -> String {
        script.replacing("/", with: "__").replacing(".", with: "_")
    }

    /// As it is listed.
    var json: JSON {
        let text = version.json["description"]?["text"]?.text ?? "Runs the approved script \(script)."
        return .object([
            "name": .string(name), "title": .string(script),
            "description": .string("\(text) It runs in a fresh sandbox without network."),
            "inputSchema": input.schema, "outputSchema": SessionText.schema,
            "annotations": .object([
                "title": .string(script), "readOnlyHint": .bool(false), "destructiveHint": .bool(false),
                "idempotentHint": .bool(false), "openWorldHint": .bool(false),
            ]),
        ])
    }

    /// What is asked of the daemon: this version and no other, for as long as the call lasts.
    func order(_ arguments: JSON) throws(CallFault) -> SubmitOrder {
        var order = SubmitOrder(.script("\(script)@\(version.digest)"))
        order.profile = profile
        order.endsWithConnection = true
        try input.read(arguments, into: &order)
        return order
    }

    /// Under which profiles a version may run, in the order of approvals that hold; the usual one where nobody says.
    private static func profiles(of version: VersionReply) -> [String] {
        // One that is closed still says what its signatures are worth.
        let approvals = (version.json["approvals"]?.elements ?? []).filter { $0["state"]?.text == "approved" }
        let named = approvals.flatMap { $0["profiles"]?.elements ?? [] }
        let profiles = named.compactMap { profile -> String? in
            // A profile's name, or how far the approval has come under it.
            if let name = profile.text { return name }
            return profile["permitted"]?.bool == true ? profile["name"]?.text : nil
        }
        // Its bundle may name the only ones that it is made for.
        let listed = version.json["description"]?["profiles"]?.elements.compactMap(\.text) ?? []
        return (named.isEmpty ? [usualProfile] : profiles).filter { listed.isEmpty || listed.contains($0) }
    }
}
