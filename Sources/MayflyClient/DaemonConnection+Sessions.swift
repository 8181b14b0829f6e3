internal import MayflyAPI
internal import MayflyCore
package import MayflyJSON

extension DaemonConnection {
    /// Submits a session.
    ///
    /// - Parameter wait: How long the daemon may wait for the session's end before it answers; if `nil`, it answers as soon as the
    ///   session is queued.
    package func submit(_ order: SubmitOrder, wait: Duration? = nil) async throws(ClientError) -> SessionReply {
        var request = Self.submission(order, ("wait", wait?.text))
        request.timeout = Self.longestSubmission + (wait ?? .zero)
        return try SessionReply(try await call(request))
    }

    /// The result that a submission would have now: `admitted`, and the reason if not; nothing of it remains.
    package func trial(of order: SubmitOrder) async throws(ClientError) -> JSON {
        try await call(Self.submission(order, ("dry_run", "true")))
    }

    /// The time limit for sending an order with its files.
    private static let longestSubmission = Duration.seconds(120)

    private static func submission(_ order: SubmitOrder, _ parameter: (name: String, value: String?)) -> ClientRequest {
        var target = RequestTarget("v1", "sessions")
        target.query(parameter.name, parameter.value)
        let body = Array(order.json.compactText.utf8)
        var request = ClientRequest.post(target.target, body, timeout: longestSubmission)
        if let traceparent = order.traceparent { request.headers.append(("traceparent", traceparent)) }
        if let key = order.idempotencyKey { request.headers.append(("Idempotency-Key", key)) }
        return request
    }

    /// One session.
    ///
    /// - Parameters:
    ///   - id: The session's whole identifier.
    ///   - wait: How long the daemon may wait for its end before it answers; if `nil`, it answers at once.
    package func session(_ id: String, wait: Duration? = nil) async throws(ClientError) -> SessionReply {
        var target = RequestTarget("v1", "sessions", id)
        target.query("wait", wait?.text)
        let timeout = ClientRequest.promptly + (wait ?? .zero)
        return try SessionReply(try await call(.get(target.target, timeout: timeout)))
    }

    /// Waits until a session is destroyed, however long that takes.
    package func finishedSession(_ id: String) async throws(ClientError) -> SessionReply {
        while true {
            let session = try await session(id, wait: .seconds(30))
            if session.isFinished { return session }
        }
    }

    /// Sessions, newest first.
    ///
    /// - Parameters:
    ///   - state: Only sessions in this state.
    ///   - script: Only sessions of this script.
    ///   - caller: Only sessions of this agent, or of the user with this number.
    ///   - labels: Only sessions with all of these labels, each as `NAME=VALUE`.
    ///   - limit: The most sessions of one page.
    ///   - cursor: The start of the page, from the page before.
    package func sessions(
        state: String? = nil,
        script: String? = nil,
        caller: String? = nil,
        labels: [String] = [],
        limit: Int = 500,
        cursor: String? = nil
    ) async throws(ClientError) -> Page<SessionReply> {
        var target = RequestTarget("v1", "sessions")
        target.query("state", state)
        target.query("script", script)
        target.query("caller", caller)
        for label in labels { target.query("label", label) }
        target.query("limit", "\(limit)")
        target.query("cursor", cursor)
        let reply = try await call(.get(target.target))
        var items: [SessionReply] = []
        for item in reply["items"]?.elements ?? [] { items.append(try SessionReply(item)) }
        return Page(items: items, nextCursor: reply["next_cursor"]?.text)
    }

    /// Ends a session.
    ///
    /// - Parameters:
    ///   - id: The session's whole identifier.
    ///   - reason: The reason for the record.
    ///   - immediately: Whether to skip `SIGTERM` and its grace time.
    package func kill(_ id: String, reason: String?, immediately: Bool) async throws(ClientError) -> SessionReply {
        let body: JSON = .object(["reason": reason.map { .string($0) }, "immediately": immediately ? .bool(true) : nil])
        let target = RequestTarget("v1", "sessions", id, "kill").target
        return try SessionReply(try await call(.post(target, Array(body.compactText.utf8))))
    }

    /// Makes the daemon forget an ended session, and returns its last state.
    package func forget(_ id: String) async throws(ClientError) -> SessionReply {
        try SessionReply(try await call(.delete(RequestTarget("v1", "sessions", id).target)))
    }

    /// The current resource usage of a session.
    package func stats(_ id: String) async throws(ClientError) -> JSON {
        try await call(.get(RequestTarget("v1", "sessions", id, "stats").target))
    }

    /// One stream of a session, exactly as the script wrote it.
    ///
    /// - Parameters:
    ///   - id: The session's whole identifier.
    ///   - stream: `stdout` or `stderr`.
    ///   - follow: Whether to continue until the session ends.
    package func logs(_ id: String, stream: String, follow: Bool) async throws(ClientError) -> ReplyBody {
        var target = RequestTarget("v1", "sessions", id, "logs")
        target.query("stream", stream)
        target.query("follow", follow ? "1" : nil)
        return try await self.stream(.get(target.target, timeout: nil))
    }

    /// The events of a session, until its end.
    package func events(_ id: String) async throws(ClientError) -> EventLines {
        var target = RequestTarget("v1", "sessions", id, "events")
        target.query("follow", "1")
        return EventLines(try await self.stream(.get(target.target, timeout: nil)))
    }

    /// The bytes of one artifact.
    package func artifact(_ id: String, name: String) async throws(ClientError) -> ReplyBody {
        var target = RequestTarget("v1", "sessions", id, "artifacts")
        target.append(name, keepingSlashes: true)
        return try await stream(.get(target.target, timeout: nil))
    }
}
