internal import HTTPTypes
internal import HummingbirdCore

/// The name of one request, in answers and in the daemon's log.
enum RequestID {
    /// The header that carries it both ways.
    static let header: HTTPField.Name = {
        guard let name = HTTPField.Name("X-Request-Id") else { preconditionFailure("X-Request-Id is a header") }
        return name
    }()

    /// The client's own if it is 1 to 64 letters, digits, `.`, `_` or `-`; else a new one.
    static func of(_ request: Request) -> String {
        if let given = request.headers[header], (1...64).contains(given.utf8.count), given.utf8.allSatisfy(isPlain) {
            return given
        }
        return new()
    }

    /// A name that was never given before.
    static func new() -> String {
        let digits = Array("0123456789abcdefghjkmnpqrstvwxyz")
        // One draw for eight digits: each is a call of the system.
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
