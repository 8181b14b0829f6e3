internal import HTTPTypes
internal import HummingbirdCore
package import Logging
internal import MayflyAPI
internal import MayflyCore
package import MayflyService
internal import NIOCore

/// Answers requests: reads them, asks the service, writes what came of it.
package struct RequestHandler: Sendable {
    let service: MayflyService
    let limits: ServerLimits
    let version: String
    let logger: Logger
    private let bodies: BodyBudget

    /// - Parameter version: Of the daemon, for `GET /v1/version`.
    package init(service: MayflyService, limits: ServerLimits, version: String, logger: Logger) {
        self.service = service
        self.limits = limits
        self.version = version
        self.logger = logger
        self.bodies = BodyBudget(most: limits.bodies)
    }

    /// Says that a connection must end after the response that was just written.
    private struct EndOfConnection: Error {}

    /// Answers one request.
    @concurrent func answer(_ request: Request, _ writer: consuming ResponseWriter, from caller: Caller) async throws {
        let id = RequestID.of(request)
        var body = Body()
        defer { bodies.release(body.count) }
        var response: Response
        var closes = false
        do throws(ProblemReply) {
            let route = try Route(request.method, request.head.path?.prefix { $0 != "?" } ?? "")
            guard route.isOpen || !caller.roles.isEmpty else { throw .noRole }
            if route.takesBody { body = try await read(request, writer) }
            response = try await respond(Asked(route: route, request: request, body: body.json, id: id, caller: caller))
        } catch {
            response = Self.response(to: error, request, id)
            closes = error.closes
        }
        response.headers[RequestID.header] = id
        if closes { response.headers[.connection] = "close" }
        if request.method == .head { response = response.createHeadResponse() }
        try await writer.write(response: response.head, body: response.body)
        if closes { throw EndOfConnection() }
    }

    /// Answers a request with a problem, whatever it asks.
    @concurrent func refuse(_ request: Request, _ writer: consuming ResponseWriter, _ problem: ProblemReply)
        async throws
    {
        var response = Self.response(to: problem, request, RequestID.of(request))
        response.headers[.connection] = "close"
        try await writer.write(response: response.head, body: response.body)
        throw EndOfConnection()
    }

    private static func response(to problem: ProblemReply, _ request: Request, _ id: String) -> Response {
        let json = problem.json(requestID: id, instance: request.uri.path)
        var response = Response(json, status: problem.status)
        response.headers[.contentType] = "application/problem+json"
        for field in problem.headers { response.headers[field.name] = field.value }
        return response
    }

    // MARK: - Bodies

    /// A request's body, and the room it takes.
    private struct Body {
        var json: JSON = .object([])
        var count = 0
    }

    @concurrent private func read(_ request: Request, _ writer: borrowing ResponseWriter) async throws(ProblemReply)
        -> Body
    {
        let announced = request.headers[.contentLength].flatMap { Int($0) }
        if let announced, announced > limits.body { throw .tooLarge(bound: limits.body) }
        let isEmpty = announced == 0 || (announced == nil && request.headers[.transferEncoding] == nil)
        if isEmpty { return Body() }
        let type = request.headers[.contentType]
        guard type?.split(separator: ";").first?.lowercased() == "application/json" else { throw .wrongType(type) }
        // What does not say how long it is may be as long as is allowed.
        let room = announced ?? limits.body
        guard bodies.take(room) else { throw .tooBusy }
        do throws(ProblemReply) {
            if request.headers[.expect]?.lowercased() == "100-continue" {
                try? await writer.writeInformationalHead(HTTPResponse(status: .continue))
            }
            let bytes = try await collect(request)
            return Body(json: try Self.parse(bytes), count: room)
        } catch {
            bodies.release(room)
            throw error
        }
    }

    private func collect(_ request: Request) async throws(ProblemReply) -> [UInt8] {
        let (bound, time) = (limits.body, limits.bodyTime)
        do {
            return try await withThrowingTaskGroup(of: [UInt8].self) { group in
                group.addTask {
                    let buffer = try await request.body.collect(upTo: bound)
                    return Array(buffer.readableBytesView)
                }
                group.addTask {
                    try await Task.sleep(for: time)
                    throw ProblemReply.tooSlow
                }
                defer { group.cancelAll() }
                guard let bytes = try await group.next() else { throw ProblemReply.tooSlow }
                return bytes
            }
        } catch is NIOTooManyBytesError {
            throw .tooLarge(bound: bound)
        } catch {
            throw .tooSlow
        }
    }

    private static func parse(_ bytes: [UInt8]) throws(ProblemReply) -> JSON {
        do throws(JSONReader.Failure) {
            return try JSONReader.read(bytes)
        } catch {
            throw .notJSON(offset: error.offset)
        }
    }
}
