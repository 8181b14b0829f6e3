internal import MayflyClient
internal import MayflyJSON

/// Workspaces: files that successive sessions find in `/work`.
extension ToolCaller {
    /// Creates an empty workspace.
    func createWorkspace(_ reader: inout ArgumentReader) async throws -> ToolResult {
        let (name, profile) = (try reader.text("name"), try reader.text("profile"))
        let lifetime = try reader.text("ttl")
        try reader.finish()
        let made = try await client.connect {
            try await $0.createWorkspace(name: name, profile: profile, lifetime: lifetime)
        }
        return ToolResult(Self.told(made))
    }

    /// The caller's workspaces.
    func listWorkspaces() async throws -> ToolResult {
        let items = try await client.connect { try await $0.workspaces() }["items"]?.elements ?? []
        return ToolResult(.object(["workspaces": .array(items.map(Self.told))]))
    }

    /// Destroys a workspace, which is gone when this returns.
    func deleteWorkspace(_ reader: inout ArgumentReader) async throws -> ToolResult {
        let workspace = try reader.required("workspace")
        try reader.finish()
        let gone = try await client.connect { try await $0.deleteWorkspace(workspace) }
        return ToolResult(.object(["deleted": Self.told(gone)]))
    }

    /// A workspace in the answers of tools, with the members that a model needs.
    private static func told(_ workspace: JSON) -> JSON {
        .object([
            "workspace": workspace["name"], "id": workspace["id"], "profile": workspace["profile"],
            "expires_at": workspace["expires_at"], "files": workspace["files"], "bytes": workspace["bytes"],
            "session": workspace["session"],
        ])
    }
}
