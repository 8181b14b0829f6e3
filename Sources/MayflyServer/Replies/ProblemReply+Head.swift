internal import HTTPTypes

/// Refusals before a request is understood; each of them ends the connection.
extension ProblemReply {
    /// The bytes are not HTTP.
    static func malformedHead(_ detail: String) -> ProblemReply {
        ProblemReply(
            .badRequest,
            "malformed_request",
            "The request is not HTTP/1.1",
            detail,
            hint: "with curl: curl --unix-socket SOCKET http://mayfly/healthz"
        )
    }

    /// The body is not framed as HTTP frames bodies.
    static var malformedBody: ProblemReply {
        var problem = ProblemReply(
            .badRequest,
            "malformed_request",
            "The body is not HTTP/1.1",
            "it ended early, or a chunk of it is malformed"
        )
        problem.closes = true
        return problem
    }

    /// The chunks of the body have sizes or extensions without end.
    static var paddedBody: ProblemReply {
        ProblemReply(
            .badRequest,
            "malformed_request",
            "The body is not HTTP/1.1",
            "its chunks are small, or have long sizes or extensions: most of what came is not content"
        )
    }

    static var headTooLarge: ProblemReply {
        ProblemReply(
            HTTPResponse.Status(code: 431, reasonPhrase: "Request Header Fields Too Large"),
            "head_too_large",
            "The head of the request is too large",
            "a head may have 100 fields of 16 KiB each, 64 KiB together; so may the path"
        )
    }

    /// The head did not come in time.
    static var headTooSlow: ProblemReply {
        ProblemReply(
            .requestTimeout,
            "head_timeout",
            "The head of the request did not come in time",
            "a request was begun and its head not ended"
        )
    }

    /// The body did not come in time.
    static var bodyTooSlow: ProblemReply {
        ProblemReply(
            .requestTimeout,
            "body_timeout",
            "The body did not come in time",
            "the rest of the request was not sent"
        )
    }

    /// The request has another version of HTTP.
    static func wrongVersion(_ version: String) -> ProblemReply {
        ProblemReply(
            HTTPResponse.Status(code: 505, reasonPhrase: "HTTP Version Not Supported"),
            "http_version_not_supported",
            "The daemon speaks HTTP/1.1 only",
            "the request is HTTP/\(version)"
        )
    }

    /// The request has an unknown `Expect`.
    static var wrongExpectation: ProblemReply {
        ProblemReply(
            .expectationFailed,
            "expectation_failed",
            "The expectation cannot be met",
            "Expect may be '100-continue' only"
        )
    }
}
