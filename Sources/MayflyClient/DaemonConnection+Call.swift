internal import MayflyAPI
internal import MayflyJSON

extension DaemonConnection {
    /// The most bytes of JSON in one reply.
    private static let longestReply = 64 * 1024 * 1024
    /// The most bytes of a problem.
    private static let longestProblem = 1024 * 1024

    /// Sends a request, and returns the JSON of its reply.
    ///
    /// - Throws: ``ClientError/refused(_:)`` for every status but success.
    func call(_ request: ClientRequest, accepting statuses: Set<Int> = []) async throws(ClientError) -> JSON {
        let head = try await send(request)
        guard head.isSuccess || statuses.contains(head.status) else {
            throw .refused(try await problem(head, of: request))
        }
        return try await json(atMost: Self.longestReply, of: request)
    }

    /// Sends a request, and returns its reply's body for reading.
    func stream(_ request: ClientRequest) async throws(ClientError) -> ReplyBody {
        let head = try await send(request)
        guard head.isSuccess else { throw .refused(try await problem(head, of: request)) }
        return ReplyBody(self, streamBytes: head.streamBytes)
    }

    private func problem(_ head: ReplyHead, of request: ClientRequest) async throws(ClientError) -> Problem {
        guard head.contentType.hasSuffix("json") else {
            _ = try await bytes(atMost: Self.longestProblem)
            return Problem(.object([]), status: head.status, retryAfter: head.retryAfter)
        }
        let json = try await json(atMost: Self.longestProblem, of: request)
        return Problem(json, status: head.status, retryAfter: head.retryAfter)
    }

    private func json(atMost bound: Int, of request: ClientRequest) async throws(ClientError) -> JSON {
        let bytes = try await bytes(atMost: bound)
        do throws(JSONReader.Failure) {
            return try JSONReader.read(bytes)
        } catch {
            throw .malformedReply(to: request.name, reason: "not JSON at byte \(error.offset)")
        }
    }
}
