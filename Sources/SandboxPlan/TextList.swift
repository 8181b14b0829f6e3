/// A list of texts as bytes: each ends with a NUL, which no text contains.
package enum TextList {
    /// Encodes texts in their order.
    package static func bytes(of texts: some Sequence<String>) -> [UInt8] { texts.flatMap { Array($0.utf8) + [0] } }

    /// - Returns: `nil` for anything that ``bytes(of:)`` cannot give.
    package static func texts(in bytes: [UInt8]) -> [String]? {
        if bytes.isEmpty { return [] }
        guard bytes.last == 0 else { return nil }
        var texts: [String] = []
        for part in bytes.dropLast().split(separator: 0, omittingEmptySubsequences: false) {
            guard let text = String(validating: part, as: UTF8.self) else { return nil }
            texts.append(text)
        }
        return texts
    }
}
