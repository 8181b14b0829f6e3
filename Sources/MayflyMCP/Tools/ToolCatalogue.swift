internal import MayflyClient
internal import MayflyJSON

/// The tools for a client: the fixed ones, and one for each approved script that the caller may run.
struct ToolCatalogue {
    let book: ScriptBook
    /// Whether scripts are tools of their own.
    let hasScripts: Bool

    /// All tools, always in the same order.
    func list() async throws(ClientError) -> [JSON] {
        FixedTool.allCases.map(\.json) + (hasScripts ? try await scripts().map(\.json) : [])
    }

    /// The tool with a name; it asks the daemon only about scripts whose tool would have this name.
    func script(_ name: String) async throws(ClientError) -> ScriptTool? {
        guard hasScripts else { return nil }
        let scripts = try await book.names().filter { ScriptTool.name(of: $0) == name }
        guard !scripts.isEmpty else { return nil }
        let rights = try await book.rights()
        for script in scripts {
            if let version = try await book.current(script), let tool = ScriptTool(version, for: rights) { return tool }
        }
        return nil
    }

    /// The tools of all scripts with an approved version that the caller may run; of two with the same name, only the first.
    private func scripts() async throws(ClientError) -> [ScriptTool] {
        let scripts = try await book.names()
        let rights = try await book.rights()
        let findings = try await book.findings(of: scripts)
        var names = Set(FixedTool.allCases.map(\.rawValue))
        var tools: [ScriptTool] = []
        for (script, finding) in zip(scripts, findings) {
            switch finding {
            case .approved(let version):
                guard let tool = ScriptTool(version, for: rights) else { break }
                if names.insert(tool.name).inserted { tools.append(tool) }
            case .notApproved: break
            // Its name stays reserved, because a tool of another script would be taken for this one.
            case .unknown: names.insert(ScriptTool.name(of: script))
            }
        }
        return tools
    }
}
