package import MayflyCore
package import MayflyJSON

/// A session as the daemon describes it.
package struct SessionReply: Hashable, Sendable {
    /// The whole answer, for programs.
    package let json: JSON
    /// The session's identifier, which was checked because it is printed and used in requests.
    package let id: String
    package let state: SessionState

    /// - Throws: ``ClientError/malformedReply(to:reason:)`` when this is not a session.
    package init(_ json: JSON) throws(ClientError) {
        guard let id = json["id"]?.text, SessionID(id) != nil,
            let state = json["state"]?.text.flatMap(SessionState.init(rawValue:))
        else {
            throw .malformedReply(to: "a request for a session", reason: "no session in it")
        }
        self.json = json
        self.id = id
        self.state = state
    }

    /// Whether the session will not change any more.
    package var isFinished: Bool { state == .destroyed }
    package var verdict: VerdictName? { json["verdict"]?.text.flatMap(VerdictName.init(rawValue:)) }
    package var exitCode: Int32? { json["exit_code"]?.integer.flatMap { Int32(exactly: $0) } }
    package var signal: Int32? { json["signal"]?.integer.flatMap { Int32(exactly: $0) } }
    /// The script's name, or the digest of a script without one.
    package var scriptName: String? { json["script"]?["name"]?.text }
    package var digest: String? { json["script"]?["digest"]?.text }
    package var profile: String? { json["profile"]?.text }
    /// The statement by which a reviewer runs a version that is not approved; `nil` for every other session.
    package var review: String? { json["review"]?.text }
    package var runtime: String? { json["runtime"]?.text }
    package var durationMilliseconds: Double? { json["duration_ms"]?.double }
    package var createdAt: String? { json["created_at"]?.text }
    package var limitsHit: [String] { json["limits_hit"]?.elements.compactMap(\.text) ?? [] }
    /// The refused system calls: name, count, and arguments such as `(0: 0x10)`.
    package var deniedCalls: [(name: String, count: Int64, arguments: String)] {
        json["denied_syscalls"]?.elements.map { call in
            let arguments = call["arguments"]?.members.map { "\($0.name): \($0.value.text ?? "")" } ?? []
            let list = arguments.isEmpty ? "" : "(\(arguments.joined(separator: ", ")))"
            return (call["name"]?.text ?? "", call["count"]?.integer ?? 0, list)
        } ?? []
    }

    /// Whether the cell was checked to be gone; `nil` when the session never had one, or still has it.
    package var isDestroyed: Bool? { json["destroyed"]?.bool }

    /// One word of the verdict's detail, for example `evidence`.
    package func detail(_ name: String) -> String? { json["verdict_detail"]?[name]?.text }

    /// One stream's description: `stdout` or `stderr`.
    package func stream(_ name: String) -> JSON? { json[name] }

    /// The whole output on one stream; `nil` when the reply holds only a part of it.
    package func whole(_ name: String) -> [UInt8]? {
        guard let stream = stream(name), stream["truncated"]?.bool == false, stream["tail"] == nil,
            let count = stream["bytes"]?.integer, let text = stream["text"]?.text
        else { return nil }
        let bytes = if let exact = stream["base64"]?.text { Base64.decode(exact) } else { Array(text.utf8) }
        return bytes?.count == Int(count) ? bytes : nil
    }

    /// The files that the session left in `/outputs`.
    package var artifacts: [Artifact] {
        json["artifacts"]?.elements.compactMap(Artifact.init) ?? []
    }

    /// A file that a session left.
    package struct Artifact: Hashable, Sendable {
        /// The name in the daemon's spelling, in which bytes that are not text appear as `%XX`.
        package let name: String
        package let bytes: Int64
        /// 64 hexadecimal digits.
        package let digest: String?
        /// The daemon's whole description, for programs.
        package let json: JSON

        /// - Returns: `nil` if there is no name.
        init?(_ json: JSON) {
            guard let name = json["name"]?.text else { return nil }
            self.name = name
            bytes = json["bytes"]?.integer ?? 0
            digest = json["sha256"]?.text
            self.json = json
        }
    }

    /// Why the daemon did not keep a file of the session; `nil` if it kept the file or knows nothing about it.
    package func skipReason(of artifact: String) -> String? {
        json["artifacts_skipped"]?.elements.first { $0["name"]?.text?.hasBytes(of: artifact) == true }?["reason"]?.text
    }
}
