internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// A version in words.
enum VersionText {
    /// The daemon's description, and the files' own description if the files are given.
    ///
    /// - Parameters:
    ///   - files: The files of the version, compared with its digest; if given, nothing that they say is taken from the daemon.
    ///   - meaning: What the version means to a caller who runs the script by its name; left out if `nil`.
    static func lines(
        of reply: VersionReply,
        name: String,
        files: [FetchedBundle.File]? = nil,
        meaning: String? = nil
    ) -> [String] {
        let version = reply.json
        var fields = FieldList()
        fields.add("version", "\(name)@\(reply.digest)")
        fields.add("state", reply.state)
        fields.add("by name", meaning)
        fields.add("author", reply.authorText)
        fields.add("created", reply.createdAt)
        fields.add("provenance", version["provenance"].map(provenance))
        if let files { BundleText.add(files, to: &fields) } else { add(reply, to: &fields) }
        for approval in version["approvals"]?.elements ?? [] { add(approval: approval, to: &fields) }
        if let rejection = version["rejection"] { fields.add("rejected", text(of: rejection, at: "rejected_at")) }
        if let revocation = version["revocation"] { fields.add("revoked", text(of: revocation, at: "revoked_at")) }
        return fields.lines
    }

    /// Adds the daemon's description of the bundle.
    private static func add(_ reply: VersionReply, to fields: inout FieldList) {
        fields.add("runtime", reply.runtime)
        fields.add("starts", reply.json["entry"]?.text)
        fields.add("files", reply.files.map { "\($0.path)  \(Amount.bytes($0.bytes))  \($0.digest)" })
        guard let description = reply.json["description"] else { return }
        fields.add("description", description["text"]?.text)
        for name in ["profiles", "env", "executables"] {
            fields.add(name, description[name]?.elements.compactMap(\.text).joined(separator: ", "))
        }
        fields.add("arguments", description["args"]?.compactText)
        fields.add("argv", description["argv"]?.compactText)
        fields.add("result", description["result"]?.compactText)
    }

    private static func add(approval: JSON, to fields: inout FieldList) {
        let head = "\(approval["id"]?.text ?? "") \(approval["state"]?.text ?? "")"
        let comment = approval["comment"]?.text.flatMap { $0.isEmpty ? nil : ": \($0)" } ?? ""
        fields.add("approval", "\(head), expires \(approval["expires_at"]?.text ?? "")\(comment)")
        fields.add(
            "",
            (StatementText.standings(of: approval) + StatementText.signatures(of: approval)).map { "  \($0)" }
        )
    }

    /// The claimed origin of a version.
    private static func provenance(_ json: JSON) -> String {
        let tree = json["clean"]?.bool == true ? "clean work tree" : "CHANGED work tree"
        let signature = json["signature"]?.text ?? "none"
        let signer = json["signer"]?.text.flatMap { $0.isEmpty ? nil : " (\($0))" } ?? ""
        return "git \(json["commit"]?.text ?? ""), \(tree), commit signature: \(signature)\(signer); as the author says"
    }

    /// Who decided against a version, when and why.
    ///
    /// - Parameter moment: The member that holds the time.
    private static func text(of decision: JSON, at moment: String) -> String {
        let by = decision["by"]?["uid"]?.integer.map { UserText.of($0) } ?? "somebody"
        return "\(decision[moment]?.text ?? "") by \(by): \(decision["reason"]?.text ?? "")"
    }
}

extension VersionReply {
    /// Who proposed it.
    var authorText: String {
        author.map { UserText.of($0, named: json["author_name"]?.text) } ?? ""
    }
}
