internal import HTTPTypes
internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON

extension ProblemReply {
    /// Nothing exists at this path.
    static func noSuchPath(_ path: String) -> ProblemReply {
        ProblemReply(
            .notFound,
            "no_such_path",
            "There is nothing at this path",
            "there is no \(path)",
            hint: "the API is under /v1"
        )
    }

    /// The path exists, but for another method.
    static func wrongMethod(_ method: HTTPRequest.Method, allowed: [HTTPRequest.Method]) -> ProblemReply {
        let names = allowed.flatMap { $0 == .get ? ["GET", "HEAD"] : [$0.rawValue] }.joined(separator: ", ")
        var problem = ProblemReply(
            .methodNotAllowed,
            "method_not_allowed",
            "The path has no such method",
            "\(method.rawValue.excerpt(32)) is not one of \(names)"
        )
        problem.headers[.allow] = names
        return problem
    }

    /// The path contains a name in a form that no such thing has.
    static func badName(_ kind: String, _ text: String) -> ProblemReply {
        ProblemReply(
            .notFound,
            "\(kind)_not_found",
            "There is no such \(kind)",
            "'\(text.excerpt())' cannot be the name of a \(kind)"
        )
    }

    /// The body's declared type is another one.
    static func wrongType(_ type: String?, wanted: String) -> ProblemReply {
        var problem = ProblemReply(
            .unsupportedMediaType,
            "unsupported_media_type",
            "The body must be of another type",
            "Content-Type is \(type.map { "'\($0.excerpt())'" } ?? "missing")",
            hint: "send Content-Type: \(wanted)"
        )
        problem.closes = true
        return problem
    }

    static func tooLarge(bound: Int) -> ProblemReply {
        var problem = ProblemReply(
            .contentTooLarge,
            "body_too_large",
            "The body is too large",
            "a request may have \(ByteCount.bytes(UInt64(bound))) at most"
        )
        problem.closes = true
        return problem
    }

    /// Too many bodies are in memory.
    static var tooBusy: ProblemReply {
        var problem = ProblemReply(
            .serviceUnavailable,
            "busy",
            "The daemon is busy",
            "too many large requests at once",
            hint: "try again later"
        )
        problem.headers[.retryAfter] = "1"
        problem.closes = true
        return problem
    }

    /// The caller alone, or all callers together, have too many connections.
    static var tooManyConnections: ProblemReply {
        var problem = ProblemReply(
            .serviceUnavailable,
            "too_many_connections",
            "There are too many connections",
            "you or all callers together have too many connections open",
            hint: "close some, or use one for many requests"
        )
        problem.headers[.retryAfter] = "1"
        problem.closes = true
        return problem
    }

    static var noRole: ProblemReply {
        ProblemReply(
            .forbidden,
            "forbidden",
            "You may not do this",
            "you are in none of the groups that have a role here",
            hint: "to run scripts, be in group mayfly (usermod --append --groups mayfly USER, then log in again)"
        )
    }

    /// Makes a problem of faulty members or parameters.
    init(_ faults: RequestFaults) {
        let first = faults.faults.first
        self.init(
            .unprocessableContent,
            "invalid_request",
            "The request has invalid members",
            first.map { $0.pointer.isEmpty ? $0.detail : "\($0.pointer): \($0.detail)" } ?? "invalid"
        )
        self.faults = faults.faults
    }
}
