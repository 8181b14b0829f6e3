internal import HTTPTypes
internal import HummingbirdCore
internal import MayflyService
internal import NIOCore

extension RequestHandler {
    /// Reads a request's body, if there is one, within the bounds.
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

    /// Checks the declared type of the body.
    func checkType(_ request: Request, _ wanted: String) throws(ProblemReply) {
        let type = request.headers[.contentType]
        guard type?.utf8.prefix(while: { $0 != UInt8(ascii: ";") }).isWord(wanted) == true else {
            throw .wrongType(type, wanted: wanted)
        }
    }

    /// Asks for the body if the client waits for that.
    @concurrent func askForBody(_ request: Request, _ writer: borrowing ResponseWriter) async {
        guard request.headers[.expect] != nil else { return }
        // If the client is gone, the missing body shows it.
        try? await writer.writeInformationalHead(HTTPResponse(status: .continue))
    }

    /// The length of the body, if the head announces it.
    func announcedLength(_ request: Request) throws(ProblemReply) -> Int? {
        guard let text = request.headers[.contentLength] else { return nil }
        // The decoder has checked that it is a number, which may still be too large for `Int`.
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
