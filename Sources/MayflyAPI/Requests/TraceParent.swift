/// The `traceparent` of W3C Trace Context, which names the trace that a request belongs to.
package enum TraceParent {
    /// The header's value, if it is valid; the standard treats a malformed one as missing.
    ///
    /// A later version may append more fields after a dash, which are not kept.
    package static func valid(_ text: String) -> String? {
        let fields = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard fields.count >= 4, text.utf8.count <= 512 else { return nil }
        guard zip(fields, [2, 32, 16, 2]).allSatisfy({ $0.count == $1 && $0.allSatisfy(isDigit) }) else { return nil }
        guard !fields[0].elementsEqual("ff".utf8), !fields[0].elementsEqual("00".utf8) || fields.count == 4 else {
            return nil
        }
        guard fields[1...2].allSatisfy({ $0.contains { $0 != UInt8(ascii: "0") } }) else { return nil }
        return fields[..<4].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
