/// Builds the path and query of a request, with every text percent-encoded.
struct RequestTarget {
    private var text = ""
    private var hasQuery = false

    /// Starts with literal path parts, for example `v1`, `sessions`; slashes in a later part stay slashes only on request.
    init(_ parts: String...) {
        for part in parts { append(part) }
    }

    /// Adds one part of the path.
    mutating func append(_ part: String, keepingSlashes: Bool = false) {
        text += "/" + Self.encoded(part, keeping: keepingSlashes ? [UInt8(ascii: "/")] : [])
    }

    /// Adds a query item, unless there is no value.
    mutating func query(_ name: String, _ value: String?) {
        guard let value else { return }
        text += (hasQuery ? "&" : "?") + name + "=" + Self.encoded(value, keeping: [])
        hasQuery = true
    }

    var target: String { text }

    private static func encoded(_ part: String, keeping extra: Set<UInt8>) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in part.utf8 {
            if isUnreserved(byte) || extra.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~:@".utf8.contains(byte)
        }
    }
}
