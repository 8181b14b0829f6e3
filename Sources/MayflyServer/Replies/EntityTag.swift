internal import HTTPTypes
internal import MayflyCore

/// The name of what an answer holds, by which a client asks whether it has that already (RFC 9110, 8.8.3).
struct EntityTag: Hashable, Sendable {
    /// With its quotes.
    let text: String

    init(_ digest: Digest) {
        text = "\"\(digest)\""
    }

    /// Whether a client that sends these values of `If-None-Match` has it.
    ///
    /// What is no list of tags names nothing: the client gets the whole.
    func isKnown(to values: [String]) -> Bool {
        values.contains { value in
            value.utf8.split(separator: UInt8(ascii: ",")).contains { part in
                var tag = part.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
                while let last = tag.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") { tag.removeLast() }
                if tag.elementsEqual("*".utf8) { return true }
                // Whether the client calls its copy weak does not matter to who only reads.
                if tag.starts(with: "W/".utf8) { tag.removeFirst(2) }
                return tag.elementsEqual(text.utf8)
            }
        }
    }
}
