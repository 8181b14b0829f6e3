internal import HTTPTypes
internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON

/// A problem document of RFC 9457.
///
/// Code that includes a piece of a request must take its `excerpt()`; the whole document is bounded here.
struct ProblemReply: Error {
    var status: HTTPResponse.Status
    /// The stable code, by which clients decide.
    var code: String
    /// What is always wrong with this code.
    var title: String
    /// What was wrong this time.
    var detail: String
    /// What the client can do about it.
    var hint: String?
    var faults: [RequestFault] = []
    /// More members, for example the digest that was refused.
    var members: [JSON.Member] = []
    /// Additional headers, for example `Retry-After`.
    var headers: HTTPFields = [:]
    /// Whether the rest of the request cannot be read, so that the connection must end.
    var closes = false

    init(_ status: HTTPResponse.Status, _ code: String, _ title: String, _ detail: String, hint: String? = nil) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.hint = hint
    }

    /// The longest detail; that of `reload_failed` may be long.
    private static let longestDetail = 8 * 1024
    private static let longestText = 512

    /// The document, which is never longer than 64 KiB.
    func json(requestID: String, instance: String) -> JSON {
        let fixed: JSON = .object([
            "type": .string("urn:mayfly:problem:\(code.replacing("_", with: "-"))"),
            "title": .string(title),
            "status": .integer(status.code),
            "detail": .string(detail.excerpt(Self.longestDetail)),
            "instance": .string(instance.excerpt(Self.longestText)),
            "code": .string(code),
            "request_id": .string(requestID),
            "hint": hint.map { .string($0.excerpt(Self.longestText)) },
            "errors": faults.isEmpty ? nil : .array(faults.map(Self.fault)),
        ])
        return .object(fixed.members + members)
    }

    private static func fault(_ fault: RequestFault) -> JSON {
        .object([
            "pointer": .string(fault.pointer.excerpt(longestText)),
            "keyword": fault.keyword.map { .string($0.excerpt()) },
            "detail": .string(fault.detail.excerpt(longestText)),
        ])
    }
}
