internal import HTTPTypes
internal import MayflyCore

/// The tag of an answer's content, by which a client asks whether its copy is current (RFC 9110, 8.8.3).
struct EntityTag: Hashable, Sendable {
    /// The tag with its quotes.
    let text: String

    init(_ digest: Digest) {
        text = "\"\(digest)\""
    }

    /// Whether a client that sends these values of `If-None-Match` has the content.
    ///
    /// A value that is no list of tags names nothing: then the client gets the whole content.
    func isKnown(to values: [String]) -> Bool {
        values.contains { value in
            value.utf8.split(separator: UInt8(ascii: ",")).contains { part in
                var tag = part.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
                while let last = tag.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") { tag.removeLast() }
                if tag.elementsEqual("*".utf8) { return true }
                // A client that only reads may call its copy weak.
                if tag.starts(with: "W/".utf8) { tag.removeFirst(2) }
                return tag.elementsEqual(text.utf8)
            }
        }
    }
}
