internal import MayflyClient
internal import MayflyJSON

/// The text of a stream in an answer: its beginning, its end, and a note about the part between.
struct StreamText: Hashable {
    /// The most bytes of the beginning; a stream of at most one and a half times as many is shown whole.
    static let longestHead = 32 * 1024
    /// The most bytes of the end.
    static let longestTail = longestHead / 2

    /// The whole stream, or its beginning.
    var head: String
    /// Its end, if some of it is left out.
    var tail: String?
    /// The size and the place of the missing part: it is separate from the text, because a script can print the same words.
    var marker: String?

    /// - Parameters:
    ///   - session: The session.
    ///   - name: The name of the stream: `stdout` or `stderr`.
    init(_ session: SessionReply, _ name: String) {
        let stream = session.stream(name)
        let (text, end) = (stream?["text"]?.text ?? "", stream?["tail"]?.text ?? "")
        let isCut = stream?["truncated"]?.bool ?? false
        guard isCut || !end.isEmpty || text.utf8.count > Self.longestHead + Self.longestTail else {
            head = text
            return
        }
        if !end.isEmpty {
            (head, tail) = (text.head(ofBytes: Self.longestHead), end.tail(ofBytes: Self.longestTail))
        } else if isCut {
            // The end was not kept.
            head = text.head(ofBytes: Self.longestHead + Self.longestTail)
        } else {
            (head, tail) = (text.head(ofBytes: Self.longestHead), text.tail(ofBytes: Self.longestTail))
        }
        let whole = stream?["artifact"]?.text.map { "whole stream: \(ResourceName.artifact(session.id, $0).text)" }
        let place = whole ?? "all that was kept: \(ResourceName.stream(session.id, name).text)"
        // Bytes that were not UTF-8 have another length in this text than in the stream.
        let isExact = stream?["base64"] == nil && !end.unicodeScalars.contains("\u{fffd}")
        let shown = isExact ? Int64(head.utf8.count + (tail?.utf8.count ?? 0)) : nil
        marker = "[\(Self.count(of: stream?["bytes"]?.integer, shown: shown)); \(place)]"
    }

    /// The size of the missing part, in words.
    private static func count(of total: Int64?, shown: Int64?) -> String {
        guard let total else { return "not all of it shown" }
        guard let shown, shown < total else { return "not all of \(total) bytes shown" }
        return "\(total - shown) bytes not shown"
    }
}

extension String {
    /// The longest beginning of whole Unicode scalars with at most `count` bytes.
    ///
    /// It may cut a visible character, because such a character can have any length and no bound would hold.
    fileprivate func head(ofBytes count: Int) -> String {
        guard utf8.count > count else { return self }
        var end = utf8.index(startIndex, offsetBy: count)
        while utf8[end] & 0xc0 == 0x80 { end = utf8.index(before: end) }
        return String(decoding: utf8[..<end], as: UTF8.self)
    }

    /// The longest end of whole Unicode scalars with at most `count` bytes.
    fileprivate func tail(ofBytes count: Int) -> String {
        guard utf8.count > count else { return self }
        var begin = utf8.index(endIndex, offsetBy: -count)
        while begin < endIndex, utf8[begin] & 0xc0 == 0x80 { begin = utf8.index(after: begin) }
        return String(decoding: utf8[begin...], as: UTF8.self)
    }
}
