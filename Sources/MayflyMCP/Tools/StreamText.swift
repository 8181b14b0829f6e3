internal import MayflyClient
internal import MayflyJSON

/// What is told of a stream: its beginning, its end, and what is missing between them.
struct StreamText: Hashable {
    /// The most bytes of the beginning; a stream that is half as long again is told whole.
    static let longestHead = 32 * 1024
    /// The most bytes of the end.
    static let longestTail = longestHead / 2

    /// All of it, or its beginning.
    var head: String
    /// Its end, where something lies between.
    var tail: String?
    /// What is missing, and where it is: beside the text, because a script can print the same words.
    var marker: String?

    /// - Parameters:
    ///   - session: The session.
    ///   - name: Of the stream: `stdout` or `stderr`.
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
        // What was no UTF-8 has another length here than it had.
        let isExact = stream?["base64"] == nil && !end.unicodeScalars.contains("\u{fffd}")
        let shown = isExact ? Int64(head.utf8.count + (tail?.utf8.count ?? 0)) : nil
        marker = "[\(Self.count(of: stream?["bytes"]?.integer, shown: shown)); \(place)]"
    }

    /// How much is missing, in words.
    private static func count(of total: Int64?, shown: Int64?) -> String {
        guard let total else { return "not all of it shown" }
        guard let shown, shown < total else { return "not all of \(total) bytes shown" }
        return "\(total - shown) bytes not shown"
    }
}

extension String {
    /// As much of the first `count` bytes as is whole Unicode scalars.
    ///
    /// What is one character to a reader can be cut: it can have any length, and no bound would hold.
    fileprivate func head(ofBytes count: Int) -> String {
        guard utf8.count > count else { return self }
        var end = utf8.index(startIndex, offsetBy: count)
        while utf8[end] & 0xc0 == 0x80 { end = utf8.index(before: end) }
        return String(decoding: utf8[..<end], as: UTF8.self)
    }

    /// As much of the last `count` bytes as is whole Unicode scalars.
    fileprivate func tail(ofBytes count: Int) -> String {
        guard utf8.count > count else { return self }
        var begin = utf8.index(endIndex, offsetBy: -count)
        while begin < endIndex, utf8[begin] & 0xc0 == 0x80 { begin = utf8.index(after: begin) }
        return String(decoding: utf8[begin...], as: UTF8.self)
    }
}
