internal import HTTPTypes
internal import HummingbirdCore
internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService
internal import MayflyStore
internal import NIOCore

extension RequestHandler {
    /// Answers what is about sessions.
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
        case .logs(let id): return try await logs(id, query, caller)
        case .events(let id): return try await events(id, asked, query)
        case .artifacts(let id):
            let record = try await service.record(id, for: caller)
            return Response(.object(["items": .files(record.artifacts, name: "name")]))
        case .artifact(let id, let name): return try await artifact(id, name, caller)
        default: return try await list(query, caller)
        }
    }

    private func list(_ query: RequestQuery, _ caller: Caller) async throws -> Response {
        var filter = SessionFilter()
        let states = SessionState.allCases.map(\.rawValue).joined(separator: ", ")
        if let state = try query.parsed("state", "one of \(states)", SessionState.init(rawValue:)) {
            filter.states = [state]
        }
        filter.script = try query.parsed("script", "the name of a script", ScriptName.init)
        filter.before = try query.parsed("cursor", "the next_cursor of an earlier page", SessionID.init)
        filter.limit =
            try query.parsed("limit", "a number from 1 to 500") { text in
                Int(digits: text).flatMap { (1...500).contains($0) ? $0 : nil }
            } ?? 100
        let page = try await service.sessions(filter, for: caller)
        return Response(
            .record([
                "items": .array(page.items.map(SessionReply.summary)),
                "next_cursor": page.next.map { .string($0.text) },
            ])
        )
    }

    private func logs(_ id: SessionID, _ query: RequestQuery, _ caller: Caller) async throws -> Response {
        let stream = try query.parsed("stream", "stdout or stderr", StreamName.init(rawValue:)) ?? .stdout
        let follows = try query.flag("follow")
        let output = try await service.output(id, stream, for: caller, follows: follows)
        return Self.streaming(length: follows ? nil : output.count) { writer in
            for try await bytes in output { try await writer.write(ByteBuffer(bytes: bytes)) }
        }
    }

    private func artifact(_ id: SessionID, _ name: String, _ caller: Caller) async throws -> Response {
        Self.file(try await service.artifact(id, name, for: caller), of: service)
    }

    /// A response with the bytes of one stored file.
    static func file(_ reader: ObjectReader, of service: MayflyService) -> Response {
        var response = streaming(length: Int(reader.size.bytes)) { writer in
            while let bytes = try await service.next(of: reader, atMost: 256 * 1024) {
                try await writer.write(ByteBuffer(bytes: bytes))
            }
        }
        if let header = HTTPField.Name("X-Content-SHA256") { response.headers[header] = reader.digest.hexadecimal }
        return response
    }

    /// A response whose bytes come one after the other.
    static func streaming(
        length: Int? = nil,
        _ write: @escaping @concurrent @Sendable (inout any ResponseBodyWriter) async throws -> Void
    ) -> Response {
        let body = ResponseBody(contentLength: length) { writer in
            try await write(&writer)
            try await writer.finish(nil)
        }
        var response = Response(status: .ok, body: body)
        response.headers[.contentType] = "application/octet-stream"
        response.headers[.cacheControl] = "no-store"
        response.headers[.xContentTypeOptions] = "nosniff"
        return response
    }
}
