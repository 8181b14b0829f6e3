internal import HTTPTypes
internal import HummingbirdCore
internal import MayflyAPI

/// The headers that identify a submission.
enum IdempotencyKey {
    /// The header that names a submission.
    static let header = name("Idempotency-Key")
    /// The header that marks an answer about an earlier submission with the same key.
    static let replayed = name("Idempotency-Replayed")
    /// The header that names the submission's trace.
    static let traceparent = name("traceparent")

    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is a header") }
        return name
    }

    /// The key of a request, if it has one.
    static func text(of request: Request) throws(RequestFaults) -> String? {
        let keys = request.headers[values: header]
        guard let key = keys.first else { return nil }
        let isPlain = key.utf8.allSatisfy { (0x21...0x7e).contains($0) }
        guard keys.count == 1, isPlain, (1...255).contains(key.utf8.count) else {
            let detail = "must be given once, and have 1 to 255 printable ASCII characters without spaces"
            throw RequestFaults([RequestFault("Idempotency-Key", detail)])
        }
        return key
    }
}
