internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService
internal import MayflyStore

extension RequestHandler {
    /// Answers a submission, or tells which outcome it would have.
    func submit(_ asked: Asked, _ query: RequestQuery) async throws -> Response {
        let wait = try query.wait()
        let isTrial = try query.flag("dry_run")
        if isTrial { return Response(AdmissionReply.json(try await service.tryOut(read(asked), by: asked.caller))) }
        let submission = try await submit(asked)
        let session = try await service.wait(submission.session, for: asked.caller, atMost: wait ?? .zero) { detail in
            Response.document(SessionReply.json(detail))
        }
        var response = Response(document: session.made, status: session.isFinished ? .ok : .created)
        if !session.isFinished { response.headers[.location] = "/v1/sessions/\(submission.session)" }
        if submission.isReplay { response.headers[IdempotencyKey.replayed] = "true" }
        return response
    }

    /// Submits a request to the service, and releases its body here.
    private func submit(_ asked: Asked) async throws -> Submission {
        let request = try await read(asked)
        let submission = try await service.submit(request, by: asked.caller)
        if request.endsWithClient {
            asked.ties.add(submission.session, of: asked.caller) { service.isLive($0) }
        }
        return submission
    }

    private func read(_ asked: Asked) async throws -> SubmitRequest {
        defer { asked.content.release() }
        let unread = asked.content.unread
        let key = try IdempotencyKey.text(of: asked.request).map { SubmitRequest.Key($0, body: unread) }
        let request = try await asked.content.read(SessionRequest.init)
        var submit = SubmitRequest(request, requestID: asked.id)
        submit.key = key
        let traces = asked.request.headers[values: IdempotencyKey.traceparent]
        submit.traceparent = traces.count == 1 ? TraceParent.valid(traces[0]) : nil
        return submit
    }

    /// Kills the sessions that must not outlive their connection.
    func clientHasGone(_ ties: ClientTies) async {
        for (id, asked) in ties.all where service.isLive(id) {
            // The caller was admitted once, so the kill is allowed, whoever is an agent or a reviewer by now.
            let caller = Caller(asked.identity, roles: asked.roles.union([.agent, .approver]), agent: asked.agent)
            // A new task, because the connection's task may be cancelled already.
            let killing = Task { [service] in
                try await service.kill(id, reason: "its client has gone", immediately: false, by: caller)
            }
            switch await killing.result {
            case .success, .failure(ServiceError.alreadyFinished), .failure(ServiceError.sessionNotFound): break
            case .failure(let error):
                logger.error("a session outlives its client", metadata: ["session": "\(id)", "error": "\(error)"])
            }
        }
    }
}

extension SubmitRequest {
    /// Converts the request to the service's form.
    fileprivate init(_ request: SessionRequest, requestID: String) {
        switch request.subject {
        case .script(let reference): self.init(.reference(reference), requestID: requestID)
        case .code(let code, let runtime): self.init(.code(code, runtime), requestID: requestID)
        }
        arguments = request.arguments
        argumentObject = request.argumentObject
        input = request.input
        environment = request.environment.map { EnvironmentVariable($0.name, $0.value) }
        files = request.files.map { file in
            switch file.content {
            case .bytes(let bytes): RequestedFile(path: file.path, content: .bytes(bytes))
            case .upload(let id): RequestedFile(path: file.path, content: .upload(id))
            }
        }
        profile = request.profile
        limits = request.limits.map { LimitSetting($0.name, $0.value) }
        endsWithClient = request.endsWithClient
        queueTimeout = request.queueTimeout
        review = request.review
        workspace = request.workspace
        labels = Dictionary(request.labels.map { ($0.name, $0.value) }) { first, _ in first }
    }
}
