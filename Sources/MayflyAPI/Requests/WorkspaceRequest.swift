package import MayflyCore
package import MayflyJSON

/// The body of `POST /v1/workspaces`; may be empty.
package struct WorkspaceRequest: Hashable, Sendable {
    package let name: WorkspaceName?
    package let profile: ProfileName?
    /// How long the workspace lives.
    package let lifetime: Duration?

    package init(_ body: JSON) throws(RequestFaults) {
        let faults = FaultList()
        var fields = FieldReader(body, faults: faults)
        name = fields.parsed("name", "[a-z0-9][a-z0-9._-]{0,63}, and not beginning with wsp_", WorkspaceName.init)
        profile = fields.parsed("profile", "the name of a profile", ProfileName.init)
        lifetime = fields.parsed("ttl", "a duration from 1s on, for example 24h or 7d", Self.time)
        fields.finish()
        try faults.check()
    }

    private static func time(_ text: String) -> Duration? {
        guard let time = try? Duration(parsingLifetime: text), time >= .seconds(1) else { return nil }
        return time
    }
}
