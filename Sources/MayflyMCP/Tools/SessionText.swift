internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// A session in the answers of tools: what a model needs, and where to find the rest.
enum SessionText {
    /// The description of a session.
    ///
    /// - Parameter next: The next step for the model, in words.
    static func json(_ session: SessionReply, next: String? = nil) -> JSON {
        let (stdout, stderr) = (StreamText(session, "stdout"), StreamText(session, "stderr"))
        let isCut = stdout.marker != nil || stderr.marker != nil
        return .object([
            "session": .string(session.id),
            "state": .string(session.state.rawValue),
            "verdict": session.json["verdict"],
            "reason": session.verdict.map { $0 != .ok } == true ? session.detail("evidence").map { .string($0) } : nil,
            "exit_code": session.json["exit_code"],
            "signal": session.json["signal"],
            "limits_hit": session.limitsHit.isEmpty ? nil : .strings(session.limitsHit),
            "script": string(session.scriptName),
            "digest": string(session.digest),
            "stdout": .string(stdout.head),
            "stdout_marker": string(stdout.marker),
            "stdout_tail": string(stdout.tail),
            "stderr": .string(stderr.head),
            "stderr_marker": string(stderr.marker),
            "stderr_tail": string(stderr.tail),
            "truncated": .bool(isCut),
            "result": session.json["result"],
            "artifacts": .array(
                session.artifacts.map {
                    .object([
                        "name": .string($0.name), "bytes": .number("\($0.bytes)"),
                        "uri": .string(ResourceName.artifact(session.id, $0.name).text),
                    ])
                }
            ),
            "duration_ms": session.json["duration_ms"], "next": string(next),
        ])
    }

    private static func string(_ text: String?) -> JSON? { text.map { .string($0) } }

    /// The JSON Schema of the tools' answers.
    static let schema: JSON = {
        func type(_ word: String) -> JSON { .object(["type": .string(word)]) }
        func either(_ word: String) -> JSON { .object(["type": .strings([word, "null"])]) }
        func text(_ description: String) -> JSON {
            .object(["type": .string("string"), "description": .string(description)])
        }
        let marker = text("Where not all of it is here: what is missing after the beginning, and where all of it is.")
        let tail = text("The end, where something is missing before it.")
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
                "script": type("string"), "digest": type("string"),
                "stdout": type("string"), "stdout_marker": marker, "stdout_tail": tail,
                "stderr": type("string"), "stderr_marker": marker, "stderr_tail": tail,
                "truncated": type("boolean"),
                "result": .object([
                    "type": .strings(["object", "null"]),
                    "description": .string("The JSON the script left: value, and errors where it is not as promised."),
                ]),
                "artifacts": .object(["type": .string("array"), "items": artifact]), "duration_ms": either("integer"),
                "next": text("Of a session that goes on by itself: how to follow it."),
                "code": type("string"), "detail": type("string"), "hint": type("string"),
            ]),
            "anyOf": .array([
                .object(["required": .strings(["session", "state", "stdout", "stderr"])]),
                .object(["required": .strings(["code", "detail"])]),
            ]),
        ])
    }()
}
