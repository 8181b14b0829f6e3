internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// The answer of a tool: an object for programs and its text for models.
struct ToolResult {
    var content: JSON
    /// Whether an error occurred that a model can act on.
    var isError: Bool
    /// Resources that belong to the answer.
    var links: [JSON] = []

    init(_ content: JSON, isError: Bool = false) {
        self.content = content
        self.isError = isError
    }

    /// A refusal of the daemon.
    init(_ problem: Problem) {
        self.init(
            .object([
                "code": .string(problem.code), "detail": .string(problem.detail),
                "hint": problem.hint.map { .string($0) }, "digest": problem.digest.map { .string($0) },
                "errors": problem.json["errors"], "request_id": problem.requestID.map { .string($0) },
            ]),
            isError: true
        )
    }

    /// Why the daemon could not be asked.
    init(_ error: ClientError) {
        if case .refused(let problem) = error {
            self.init(problem)
        } else {
            self.init(code: "daemon_unavailable", "\(error)", hint: error.advice.first)
        }
    }

    /// A mistake in a call.
    init(code: String = "invalid_request", _ detail: String, hint: String? = nil) {
        self.init(
            .object(["code": .string(code), "detail": .string(detail), "hint": hint.map { .string($0) }]),
            isError: true
        )
    }

    /// A session that has ended, or continues.
    ///
    /// - Parameter next: The next step for the model, in words.
    init(_ session: SessionReply, next: String? = nil) {
        let didFail = session.verdict.map { $0 != .ok } ?? false
        self.init(SessionText.json(session, next: next), isError: didFail)
        links = session.artifacts.map { artifact in
            .object([
                "type": .string("resource_link"), "uri": .string(ResourceName.artifact(session.id, artifact.name).text),
                "name": .string(artifact.name),
            ])
        }
    }

    /// The members of the result.
    ///
    /// - Parameter hasLinks: Whether the client's revision allows links.
    func members(hasLinks: Bool) -> [JSON.Member] {
        let text: JSON = .object(["type": .string("text"), "text": .string(content.compactText)])
        return [
            JSON.Member("content", .array([text] + (hasLinks ? links : []))),
            JSON.Member("structuredContent", content),
            JSON.Member("isError", .bool(isError)),
        ]
    }
}
