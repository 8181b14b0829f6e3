internal import HTTPTypes
internal import HummingbirdCore
package import Logging
internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON
package import MayflyService
internal import NIOCore

/// Answers requests: reads them, calls the service, writes the outcome.
package struct RequestHandler: Sendable {
    let service: MayflyService
    let limits: ServerLimits
    let version: String
    let logger: Logger
    let bodies: ByteBudget
    /// The counts of this handler, and of the server that hands requests over.
    let gauges = ServerGauges()
    private let pace = RefusalPace()

    /// Makes a handler; `version` is the daemon's, for `GET /v1/version`.
    package init(service: MayflyService, limits: ServerLimits, version: String, logger: Logger) {
        self.service = service
        self.limits = limits
        self.version = version
        self.logger = logger
        self.bodies = ByteBudget(.bodies(limits.bodies))
    }

    @concurrent func answer(
        _ request: Request,
        _ writer: consuming ResponseWriter,
        from caller: Caller,
        tying ties: ClientTies
    ) async throws {
        let began = ContinuousClock.now
        let id = RequestID.of(request)
        let caller = service.recognise(caller)
        var response: Response
        var problem: ProblemReply?
        // An announced body that is not read would be taken for the next request, so the connection ends instead. After CONNECT no
        // request can follow, whatever the answer.
        var closes = request.announcesBody || request.method == .connect
        do throws(ProblemReply) {
            response = try await respond(to: request, writer, id: id, from: caller, tying: ties, &closes)
        } catch {
            if error.status == .tooManyRequests { await waitForTurn(of: caller) }
            response = Self.response(to: error, request, id)
            closes = closes || error.closes
            problem = error
        }
        log(request, response.status, problem, caller, id, began)
        try await write(response, to: request, writer, id: id, closes: closes)
    }

    /// Waits until a refusal may be answered, even if the client leaves.
    ///
    /// A client that closes its connection and comes again is therefore no faster: its place is taken for as long.
    private func waitForTurn(of caller: Caller) async {
        let delay = pace.delay(uid: caller.uid, at: .now)
        guard delay > .zero else { return }
        // A new task, because the connection's task is cancelled when its client leaves.
        let pause = Task { _ = try? await Task.sleep(for: delay) }
        await pause.value
    }

    /// Reads the rest of a request, and answers it.
    ///
    /// - Parameter closes: Set to `false` once the body has been read.
    @concurrent private func respond(
        to request: Request,
        _ writer: borrowing ResponseWriter,
        id: String,
        from caller: Caller,
        tying ties: ClientTies,
        _ closes: inout Bool
    ) async throws(ProblemReply) -> Response {
        let route = try Route(request.method, request.pathText)
        guard route.isOpen || !caller.roles.isEmpty else { throw .noRole }
        guard route != .upload else {
            let response = try await upload(request, writer, from: caller)
            closes = false
            return response
        }
        var content = RequestContent()
        if route.takesBody {
            content = try await read(request, writer, from: caller)
            closes = false
        }
        return try await respond(
            Asked(route: route, request: request, content: content, id: id, caller: caller, ties: ties)
        )
    }

    /// Answers every request with a problem, except the question whether the daemon is alive.
    @concurrent func refuse(_ request: Request, _ writer: consuming ResponseWriter, _ problem: ProblemReply)
        async throws
    {
        let id = RequestID.of(request)
        let isHealth = (try? Route(request.method, request.pathText)) == .health
        let response = isHealth ? Self.health : Self.response(to: problem, request, id)
        try await write(response, to: request, writer, id: id, closes: true)
    }

    /// The response that the daemon is alive.
    static var health: Response { Response(.object(["status": .string("ok")])) }

    private static func response(to problem: ProblemReply, _ request: Request, _ id: String) -> Response {
        let json = problem.json(requestID: id, instance: request.uri.path)
        var response = Response(json, status: problem.status)
        response.headers[.contentType] = "application/problem+json"
        for field in problem.headers { response.headers[field.name] = field.value }
        return response
    }

    @concurrent private func write(
        _ response: Response,
        to request: Request,
        _ writer: consuming ResponseWriter,
        id: String,
        closes: Bool
    ) async throws {
        var response = response
        response.headers[RequestID.header] = id
        if closes { response.headers[.connection] = "close" }
        if request.method == .head { response = response.createHeadResponse() }
        try await writer.write(response: response.head, body: response.body)
    }

    /// Counts an answer and logs it; for a failure of the daemon also the reason, which the client gets too.
    private func log(
        _ request: Request,
        _ status: HTTPResponse.Status,
        _ problem: ProblemReply?,
        _ caller: Caller,
        _ id: String,
        _ began: ContinuousClock.Instant
    ) {
        gauges.answered(status.code)
        let isOurs = status.code >= 500 && status.code != 503
        let level: Logger.Level = isOurs ? .warning : .debug
        guard logger.logLevel <= level else { return }
        var metadata: Logger.Metadata = [
            "method": "\(request.method)", "path": "\(request.uri.path.excerpt(256))", "status": "\(status.code)",
            "by": "\(caller.text)", "request": "\(id)", "took": "\((ContinuousClock.now - began).text)",
        ]
        if isOurs, let problem {
            metadata["code"] = "\(problem.code)"
            metadata["error"] = "\(problem.detail.excerpt(1024))"
        }
        logger.log(level: level, "answered", metadata: metadata)
    }
}
