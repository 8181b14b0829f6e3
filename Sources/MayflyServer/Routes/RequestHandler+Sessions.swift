internal import HTTPTypes
internal import HummingbirdCore
internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService
internal import MayflyStore
internal import NIOCore

extension RequestHandler {
    /// Answers requests about sessions.
    func respondAboutSessions(_ asked: Asked, _ query: RequestQuery) async throws -> Response {
        let caller = asked.caller
        switch asked.route {
        case .submit: return try await submit(asked, query)
        case .session(let id):
            let detail = try await service.wait(id, for: caller, atMost: try query.wait() ?? .zero)
            return Response(SessionReply.json(detail))
        case .kill(let id):
            let request = try await asked.content.read(KillRequest.init)
            let detail = try await service.kill(
                id,
                reason: request.reason,
                immediately: request.immediately,
                by: caller
            )
            return Response(SessionReply.json(detail), status: detail.record.isFinished ? .ok : .accepted)
        case .forget(let id): return Response(SessionReply.summary(try await service.forget(id, by: caller)))
        case .stats(let id): return try await stats(id, asked, query)
        case .logs(let id): return try await logs(id, query, caller)
        case .events(let id): return try await events(id, asked, query)
        case .artifacts(let id):
            let record = try await service.record(id, for: caller)
            return Response(.object(["items": .files(record.artifacts, name: "name")]))
        case .artifact(let id, let name): return try await artifact(id, name, asked)
        default: return try await listSessions(query, caller)
        }
    }

    private func logs(_ id: SessionID, _ query: RequestQuery, _ caller: Caller) async throws -> Response {
        let stream = try query.parsed("stream", "stdout or stderr", StreamName.init(rawValue:)) ?? .stdout
        let follows = try query.flag("follow")
        let output = try await service.output(id, stream, for: caller, follows: follows)
        let gauges = follows ? self.gauges : nil
        var response = Self.streaming(length: follows ? nil : output.count) { writer in
            gauges?.followerCame(.output)
            defer { gauges?.followerWent(.output) }
            for try await bytes in output { try await writer.write(ByteBuffer(bytes: bytes)) }
        }
        if let counts = output.counts { Self.say(counts, in: &response) }
        return response
    }

    /// Sets headers for the length of a stream and for how much of it was dropped, which its bytes do not show.
    private static func say(_ counts: StreamRecord, in response: inout Response) {
        for (name, count) in [("X-Stream-Bytes", counts.total), ("X-Missing-Bytes", counts.dropped)] {
            if let header = HTTPField.Name(name) { response.headers[header] = "\(count.bytes)" }
        }
    }

    /// Answers with an artifact, which is not hashed for a request of the head alone.
    private func artifact(_ id: SessionID, _ name: String, _ asked: Asked) async throws -> Response {
        guard asked.request.method != .head else {
            return Self.head(of: try await service.foundArtifact(id, name, for: asked.caller))
        }
        return Self.file(try await service.artifact(id, name, for: asked.caller), of: service)
    }
}
