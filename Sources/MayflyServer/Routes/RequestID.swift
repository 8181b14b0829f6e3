internal import HTTPTypes
internal import HummingbirdCore

/// The identifier of one request, in answers and in the daemon's log.
enum RequestID {
    /// The header for requests and responses.
    static let header: HTTPField.Name = {
        guard let name = HTTPField.Name("X-Request-Id") else { preconditionFailure("X-Request-Id is a header") }
        return name
    }()

    /// The client's identifier if it is 1 to 64 letters, digits, `.`, `_` or `-`; otherwise a new one.
    static func of(_ request: Request) -> String {
        if let given = request.headers[header], (1...64).contains(given.utf8.count), given.utf8.allSatisfy(isPlain) {
            return given
        }
        return new()
    }

    /// Makes an identifier that was never used before.
    static func new() -> String {
        let digits = Array("0123456789abcdefghjkmnpqrstvwxyz")
        // One draw gives eight digits, because each draw is a system call.
        let draws = [UInt64.random(in: .min ... .max), .random(in: .min ... .max)]
        return "req_" + String(draws.flatMap { bits in (0..<8).map { digits[Int(bits >> (5 * $0) & 31)] } })
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
