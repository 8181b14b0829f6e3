internal import MayflyClient
internal import MayflyJSON

/// The tools that a client is offered: the fixed ones, and one for each approved script.
struct ToolCatalogue {
    let client: DaemonClient
    /// Whether scripts are tools of their own.
    let hasScripts: Bool

    /// All of them, always in the same order.
    func list() async throws(ClientError) -> [JSON] {
        FixedTool.allCases.map(\.json) + (hasScripts ? try await scripts().map(\.json) : [])
    }

    /// The tool of a script.
    func script(_ name: String) async throws(ClientError) -> ScriptTool? {
        guard hasScripts else { return nil }
        return try await scripts().first { $0.name == name }
    }

    /// One for each script with an approved version; of two that would have the same name, the first.
    private func scripts() async throws(ClientError) -> [ScriptTool] {
        let versions: [VersionReply]
        do {
            versions = try await client.connect { daemon in
                var versions: [VersionReply] = []
                for item in try await daemon.scripts()["items"]?.elements ?? [] {
                    if let version = try await Self.approved(item, daemon) { versions.append(version) }
                }
                return versions
            }
        } catch let error as ClientError {
            throw error
        } catch {
            throw .connectionLost(during: "the list of scripts", reason: "\(error)")
        }
        var names = Set(FixedTool.allCases.map(\.rawValue))
        return versions.compactMap(ScriptTool.init).filter { names.insert($0.name).inserted }
    }

    /// The newest approved version of a script.
    private static func approved(_ item: JSON, _ daemon: DaemonConnection) async throws -> VersionReply? {
        guard let name = item["name"]?.text else { return nil }
        // A list of scripts does not say what their bundles say.
        let versions = try await daemon.script(name)["versions"]?.elements ?? []
        return versions.first { $0["state"]?.text == "approved" }.map(VersionReply.init)
    }
}
