internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyJSON

/// `mayfly script show`: one script, its versions and who approved them.
struct ScriptShowCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the versions of a script: files, digests, approvals."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The script's name.")
    var name: String

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let script = try await global.client(in: context).connect { try await $0.script(name) }
        guard global.format == .table else {
            try context.print(script, as: global.format)
            return .success
        }
        let versions = script["versions"]?.elements ?? []
        for (index, version) in versions.enumerated() {
            if index > 0 { try context.output.line() }
            for line in Self.lines(of: version, name: name) { try context.output.line(line) }
        }
        return .success
    }

    /// One version for people.
    static func lines(of version: JSON, name: String) -> [String] {
        let reply = VersionReply(version)
        var fields = FieldList()
        fields.add("version", "\(name)@\(reply.digest)")
        fields.add("state", reply.state)
        fields.add("runtime", reply.runtime)
        if let description = version["description"] { Self.add(description, to: &fields) }
        fields.add("author", reply.author.map { "uid \($0)" })
        fields.add("created", reply.createdAt)
        fields.add("files", reply.files.map { "\($0.path)  \(Amount.bytes($0.bytes))  \($0.digest)" })
        fields.add("approvals", version["approvals"]?.elements.map(text(ofApproval:)) ?? [])
        if let revocation = version["revocation"] { fields.add("revoked", text(ofRevocation: revocation)) }
        return fields.lines
    }

    private static func add(_ description: JSON, to fields: inout FieldList) {
        if let text = description["text"]?.text { fields.add("description", text) }
        for name in ["profiles", "env", "executables"] {
            let texts = description[name]?.elements.compactMap(\.text) ?? []
            if !texts.isEmpty { fields.add(name, texts.joined(separator: ", ")) }
        }
        if let schema = description["args"] { fields.add("arguments", schema.compactText) }
    }

    private static func text(ofApproval approval: JSON) -> String {
        let profiles = approval["profiles"]?.elements.compactMap(\.text).joined(separator: ", ") ?? ""
        var text = "uid \(approval["approver"]?["uid"]?.integer ?? -1) for \(profiles)"
        if let expires = approval["expires_at"]?.text { text += " until \(expires)" }
        if let comment = approval["comment"]?.text, !comment.isEmpty { text += ": \(comment)" }
        return text
    }

    private static func text(ofRevocation revocation: JSON) -> String {
        let by = revocation["by"]?["uid"]?.integer.map { "uid \($0)" } ?? revocation["by"]?.text ?? "somebody"
        return "\(revocation["revoked_at"]?.text ?? "") by \(by): \(revocation["reason"]?.text ?? "")"
    }
}
