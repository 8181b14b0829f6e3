internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// What a tool answers: for programs and, as text, for models.
struct ToolResult {
    var content: JSON
    /// Whether something went wrong that a model can act on.
    var isError: Bool
    /// Resources that belong to it.
    var links: [JSON] = []

    init(_ content: JSON, isError: Bool = false) {
        self.content = content
        self.isError = isError
    }

    /// What the daemon refused.
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

    /// A session that has ended, or goes on.
    ///
    /// - Parameter next: What to do about it, in words.
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
    /// - Parameter hasLinks: Whether the client's revision knows links.
    func members(hasLinks: Bool) -> [JSON.Member] {
        let text: JSON = .object(["type": .string("text"), "text": .string(content.compactText)])
        return [
            JSON.Member("content", .array([text] + (hasLinks ? links : []))),
            JSON.Member("structuredContent", content),
            JSON.Member("isError", .bool(isError)),
        ]
    }
}
