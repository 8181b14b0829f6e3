package import MayflyJSON

/// One version of a script as the daemon describes it.
package struct VersionReply: Hashable, Sendable {
    /// The whole answer, for programs.
    package let json: JSON

    package init(_ json: JSON) {
        self.json = json
    }

    package var digest: String { json["digest"]?.text ?? "" }
    package var state: String { json["state"]?.text ?? "" }
    package var runtime: String { json["runtime"]?.text ?? "" }
    package var createdAt: String { json["created_at"]?.text ?? "" }
    package var author: Int64? { json["author"]?["uid"]?.integer }
    /// The command with which an approver approves it, if the daemon names one.
    package var approveCommand: String? { json["approve_command"]?.text }

    /// The version's files: path, size, SHA-256.
    package var files: [(path: String, bytes: Int64, digest: String)] {
        (json["files"]?.elements ?? []).map {
            ($0["path"]?.text ?? "", $0["bytes"]?.integer ?? 0, $0["sha256"]?.text ?? "")
        }
    }
}
