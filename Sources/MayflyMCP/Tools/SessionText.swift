internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// A session as tools answer it: what a model needs, and where the rest is.
enum SessionText {
    /// The most bytes of each stream; all that was kept is a resource.
    private static let longest = 32 * 1024

    /// The session.
    static func json(_ session: SessionReply) -> JSON {
        let (stdout, stderr) = (stream(session, "stdout"), stream(session, "stderr"))
        return .object([
            "session": .string(session.id),
            "state": .string(session.state.rawValue),
            "verdict": session.json["verdict"],
            "reason": session.verdict.map { $0 != .ok } == true ? session.detail("evidence").map { .string($0) } : nil,
            "exit_code": session.json["exit_code"],
            "signal": session.json["signal"],
            "limits_hit": session.limitsHit.isEmpty ? nil : .strings(session.limitsHit),
            "script": session.scriptName.map { .string($0) },
            "digest": session.digest.map { .string($0) },
            "stdout": .string(stdout.text),
            "stderr": .string(stderr.text),
            "truncated": .bool(stdout.isCut || stderr.isCut),
            "result": session.json["result"],
            "artifacts": .array(
                session.artifacts.map {
                    .object([
                        "name": .string($0.name), "bytes": .number("\($0.bytes)"),
                        "uri": .string(ResourceName.artifact(session.id, $0.name).text),
                    ])
                }
            ),
            "duration_ms": session.json["duration_ms"],
        ])
    }

    /// The beginning and the end of a stream, with a word between them where something is left out.
    private static func stream(_ session: SessionReply, _ name: String) -> (text: String, isCut: Bool) {
        let stream = session.stream(name)
        let text = stream?["text"]?.text ?? ""
        let tail = stream?["tail"]?.text ?? ""
        let isCut = stream?["truncated"]?.bool ?? false
        guard isCut || !tail.isEmpty || text.utf8.count > longest else { return (text, false) }
        let head = text.prefixOfBytes(longest)
        let rest = tail.isEmpty ? String(decoding: text.utf8.dropFirst(head.utf8.count), as: UTF8.self) : tail
        let end = rest.suffixOfBytes(longest / 2)
        let whole = stream?["artifact"]?.text.map { "the whole stream: \(ResourceName.artifact(session.id, $0).text)" }
        let place = whole ?? "all that was kept: \(ResourceName.stream(session.id, name).text)"
        return (head + "\n[… left out here; \(place) …]\n" + end, true)
    }

    /// The JSON Schema of what tools answer.
    static let schema: JSON = {
        func type(_ word: String) -> JSON { .object(["type": .string(word)]) }
        func either(_ word: String) -> JSON { .object(["type": .strings([word, "null"])]) }
        let artifact: JSON = .object([
            "type": .string("object"),
            "properties": .object(["name": type("string"), "bytes": type("integer"), "uri": type("string")]),
        ])
        return .object([
            "type": .string("object"),
            "description": .string("A session; or, where it was refused, code, detail and hint."),
            "properties": .object([
                "session": type("string"), "state": type("string"), "verdict": either("string"),
                "reason": type("string"), "exit_code": either("integer"), "signal": either("integer"),
                "limits_hit": .object(["type": .string("array"), "items": type("string")]),
                "script": type("string"), "digest": type("string"), "stdout": type("string"),
                "stderr": type("string"), "truncated": type("boolean"),
                "result": .object([
                    "type": .strings(["object", "null"]),
                    "description": .string("The JSON the script left: value, and errors where it is not as promised."),
                ]),
                "artifacts": .object(["type": .string("array"), "items": artifact]), "duration_ms": either("integer"),
                "code": type("string"), "detail": type("string"), "hint": type("string"),
            ]),
            "anyOf": .array([
                .object(["required": .strings(["session", "state", "stdout", "stderr"])]),
                .object(["required": .strings(["code", "detail"])]),
            ]),
        ])
    }()
}

extension String {
    /// The characters of the first `count` bytes.
    fileprivate func prefixOfBytes(_ count: Int) -> String {
        guard utf8.count > count else { return self }
        var end = utf8.index(startIndex, offsetBy: count)
        while end > startIndex, Index(end, within: self) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }

    /// The characters of the last `count` bytes.
    fileprivate func suffixOfBytes(_ count: Int) -> String {
        guard utf8.count > count else { return self }
        var begin = utf8.index(endIndex, offsetBy: -count)
        while begin < endIndex, Index(begin, within: self) == nil { begin = utf8.index(after: begin) }
        return String(self[begin...])
    }
}
