internal import Crypto

/// The name of an object of git: the hash of its kind, its length and its bytes.
struct GitObjectName: Hashable {
    /// The kinds of git objects that matter to a comparison.
    enum Kind: String {
        case blob
        case commit
        case tree
    }

    /// 20 bytes for SHA-1, or 32 for SHA-256; all names in a repository have the same length.
    let bytes: [UInt8]

    /// - Returns: `nil` unless the number of bytes fits one of the hashes.
    init?(bytes: [UInt8]) {
        guard bytes.count == 20 || bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// Reads 40 or 64 lower-case hexadecimal digits.
    init?(_ text: String) {
        let digits = Array(text.utf8)
        guard digits.count % 2 == 0, digits.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) else { return nil }
        self.init(
            bytes: stride(from: 0, to: digits.count, by: 2).compactMap { index in
                UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
            }
        )
    }

    /// The name in lower-case hexadecimal digits.
    var text: String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

    /// Whether this is the name of an object with this content.
    func isName(of content: [UInt8], _ kind: Kind) -> Bool {
        let object = [Array("\(kind.rawValue) \(content.count)\0".utf8), content]
        return bytes == (bytes.count == 20 ? Self.hash(object, Insecure.SHA1()) : Self.hash(object, SHA256()))
    }

    private static func hash(_ parts: [[UInt8]], _ function: some HashFunction) -> [UInt8] {
        var function = function
        for part in parts { function.update(data: part) }
        return Array(function.finalize())
    }
}
