internal import HTTPTypes
internal import HummingbirdCore
internal import MayflyCore
internal import MayflyService
internal import MayflyStore
internal import NIOCore

extension RequestHandler {
    /// A response whose documents come one after the other, as lines or as server-sent events.
    ///
    /// The next document is fetched when the one before is written, so a client that does not read holds only one.
    func stream<Events: AsyncSequence & Sendable>(
        _ events: Events,
        _ kind: StreamKind,
        _ asked: Asked,
        _ document: @escaping @Sendable (Events.Element) -> EventDocument
    ) -> Response where Events.Element: Sendable {
        let form = EventForm(accepting: asked.request.headers[values: .accept])
        let gauges = gauges
        var response = Self.streaming { writer in
            gauges.followerCame(kind)
            defer { gauges.followerWent(kind) }
            for try await event in events {
                try await writer.write(ByteBuffer(string: form.text(of: document(event))))
            }
        }
        response.headers[.contentType] = form.type
        return response
    }

    /// A response whose bytes are written piece by piece.
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

    /// A response with the bytes of one stored file.
    static func file(_ reader: ObjectReader, of service: MayflyService) -> Response {
        let response = streaming(length: Int(reader.size.bytes)) { writer in
            while let bytes = try await service.next(of: reader, atMost: 256 * 1024) {
                try await writer.write(ByteBuffer(bytes: bytes))
            }
        }
        return named(response, reader.digest)
    }

    /// The response to `HEAD` for a stored file, which has the same headers and no bytes.
    static func head(of file: FileRecord) -> Response {
        named(streaming(length: Int(clamping: file.size.bytes)) { _ in }, file.digest)
    }

    private static func named(_ response: Response, _ digest: Digest) -> Response {
        var response = response
        if let header = HTTPField.Name("X-Content-SHA256") { response.headers[header] = digest.hexadecimal }
        return response
    }
}
