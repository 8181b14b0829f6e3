internal import HTTPTypes
internal import HummingbirdCore
internal import MayflyService
internal import NIOCore

extension RequestHandler {
    /// Reads a request's body, if there is one, as far as it may have one.
    @concurrent func read(
        _ request: Request,
        _ writer: borrowing ResponseWriter,
        from caller: Caller
    ) async throws(ProblemReply) -> RequestContent {
        guard request.announcesBody else { return RequestContent() }
        let announced = try announcedLength(request)
        try checkType(request, "application/json")
        await askForBody(request, writer)
        guard let share = bodies.share(of: caller.uid) else { throw .tooBusy }
        let bytes = try await collect(request, expecting: announced ?? 0, share)
        return RequestContent(bytes, share: share, mostValues: limits.values)
    }

    /// Checks what the body says that it is.
    func checkType(_ request: Request, _ wanted: String) throws(ProblemReply) {
        let type = request.headers[.contentType]
        guard type?.utf8.prefix(while: { $0 != UInt8(ascii: ";") }).isWord(wanted) == true else {
            throw .wrongType(type, wanted: wanted)
        }
    }

    /// Tells a client that waits to be asked for its body to send it.
    @concurrent func askForBody(_ request: Request, _ writer: borrowing ResponseWriter) async {
        guard request.headers[.expect] != nil else { return }
        // A client that has gone meanwhile is noticed when its body does not come.
        try? await writer.writeInformationalHead(HTTPResponse(status: .continue))
    }

    /// How long the body is, if its head says so.
    func announcedLength(_ request: Request) throws(ProblemReply) -> Int? {
        guard let text = request.headers[.contentLength] else { return nil }
        // The decoder has made sure that it is a number; it may be one that no `Int` can hold.
        guard let length = Int(text), length <= limits.body else { throw .tooLarge(bound: limits.body) }
        return length
    }

    private func collect(_ request: Request, expecting length: Int, _ share: ByteBudget.Share)
        async throws(ProblemReply)
        -> [UInt8]
    {
        var bytes: [UInt8] = []
        do {
            for try await part in request.body {
                guard bytes.count + part.readableBytes <= limits.body else {
                    throw ProblemReply.tooLarge(bound: limits.body)
                }
                guard share.take(part.readableBytes) else { throw ProblemReply.tooBusy }
                if bytes.isEmpty { bytes.reserveCapacity(length) }
                bytes.append(contentsOf: part.readableBytesView)
            }
        } catch let problem as ProblemReply {
            throw problem
        } catch {
            throw .malformedBody
        }
        guard bytes.count >= length else { throw .malformedBody }
        return bytes
    }
}

extension Request {
    /// The path as it was sent, without the query.
    var pathText: Substring {
        guard let target = head.path else { return "" }
        return Substring(target.utf8.prefix { $0 != UInt8(ascii: "?") })
    }

    /// Whether a body follows the head.
    var announcesBody: Bool {
        if let length = headers[.contentLength] { return length != "0" }
        return headers[.transferEncoding] != nil
    }
}
