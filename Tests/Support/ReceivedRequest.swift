/// An HTTP request as it was received.
package struct ReceivedRequest: Sendable {
    /// Its head and its body.
    package let text: String

    /// Parses a request; `nil` while part of it is still to come.
    init?(_ bytes: [UInt8]) {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
        guard bytes.count - end.upperBound >= Self.bodyLength(head) else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// Its method and target, for example `GET /v1/agents`.
    package var target: String { text.split(separator: " ", maxSplits: 2).prefix(2).joined(separator: " ") }

    private static func bodyLength(_ head: String) -> Int {
        let lengths = head.split(separator: "\r\n").compactMap { line -> Int? in
            let parts = line.split(separator: ": ")
            guard parts.count == 2, parts[0].lowercased() == "content-length" else { return nil }
            return Int(parts[1])
        }
        return lengths.first ?? 0
    }
}
