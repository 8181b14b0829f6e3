internal import HTTPTypes
internal import HummingbirdCore
internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService
internal import NIOCore

extension RequestHandler {
    /// Answers with what happens in a session, event after event.
    func events(_ id: SessionID, _ asked: Asked, _ query: RequestQuery) async throws -> Response {
        let start = try Self.start(asked.request, query)
        let follows = try query.flag("follow")
        let form = SessionEventReply.Form(accepting: asked.request.headers[values: .accept])
        let events = try await service.events(id, from: start, for: asked.caller, follows: follows)
        var response = Self.streaming { writer in
            for try await event in events {
                try await writer.write(ByteBuffer(string: SessionEventReply.text(event, as: form)))
            }
        }
        response.headers[.contentType] = form.type
        return response
    }

    /// The number of the last event that the client has; what a browser repeats by itself counts where nothing is asked for.
    private static func start(_ request: Request, _ query: RequestQuery) throws(RequestFaults) -> UInt64 {
        let what = "the seq of the last event that was read, or 0"
        let asked = try query.parsed("from", what, number)
        guard let name = HTTPField.Name("Last-Event-ID"), let text = request.headers[name] else { return asked ?? 0 }
        guard let last = number(text) else { throw RequestFaults([RequestFault("Last-Event-ID", "must be \(what)")]) }
        return asked ?? last
    }

    private static func number(_ text: String) -> UInt64? {
        Int(digits: text).map { UInt64($0) }
    }
}
