internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// An approved version of a script as a tool of its own.
struct ScriptTool {
    /// The tool's name for hosts: letters, digits, `_` and `-`.
    let name: String
    let script: String
    let version: VersionReply
    /// The profile under which it runs; `nil` for the usual one.
    private let profile: String?
    private let input: ScriptInput

    /// The longest name of a tool that every host accepts.
    private static let longestName = 64
    /// The profile of an order that names none.
    private static let usualProfile = "standard"

    /// - Returns: `nil` when the version is not approved, its name is too long for a tool, the caller may not run it, or the caller
    ///   may use none of its profiles.
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

    /// Turns `team/report.v2` into `team__report_v2`, because not every host accepts dots and slashes.
    static func name(of script: String) -> String {
        script.replacing("/", with: "__").replacing(".", with: "_")
    }

    /// The tool's entry in the list.
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

    /// The order to the daemon, for exactly this version; the session ends with the call.
    func order(_ arguments: JSON) throws(CallFault) -> SubmitOrder {
        var order = SubmitOrder(.script("\(script)@\(version.digest)"))
        order.profile = profile
        order.endsWithConnection = true
        try input.read(arguments, into: &order)
        return order
    }

    /// The profiles under which a version may run, in the order of its valid approvals; the usual one if none are named.
    private static func profiles(of version: VersionReply) -> [String] {
        // A closed approval still lists profiles with the state of its signatures.
        let approvals = (version.json["approvals"]?.elements ?? []).filter { $0["state"]?.text == "approved" }
        let named = approvals.flatMap { $0["profiles"]?.elements ?? [] }
        let profiles = named.compactMap { profile -> String? in
            // An entry is a profile's name, or an object with the state of the approval under that profile.
            if let name = profile.text { return name }
            return profile["permitted"]?.bool == true ? profile["name"]?.text : nil
        }
        // Its bundle may restrict it to some profiles.
        let listed = version.json["description"]?["profiles"]?.elements.compactMap(\.text) ?? []
        return (named.isEmpty ? [usualProfile] : profiles).filter { listed.isEmpty || listed.contains($0) }
    }
}
