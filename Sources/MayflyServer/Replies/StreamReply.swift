internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService
internal import MayflyStore

/// A script's output on one stream, as JSON.
enum StreamReply {
    /// The most bytes of text in one reply; all kept bytes are at `/logs`.
    static let longestText = KeptOutput.mostShown
    /// The most bytes from the end, when the text is not everything.
    static let longestTail = 16 * 1024

    /// Counts and text.
    ///
    /// `text` is the beginning as UTF-8, with invalid bytes replaced; `base64` has its exact bytes where a replacement changed
    /// anything. `tail` is the end, if anything lies between. `truncated` is true when any output is in neither. No character is cut.
    ///
    /// - Parameter artifact: The artifact that has the whole stream; `nil` when there is none.
    static func json(_ output: KeptOutput, artifact: String? = nil) -> JSON {
        let (text, tail) = parts(output)
        let shown = UInt64(text.count + tail.count)
        let isExact = String(validating: text, as: UTF8.self) != nil
        var members = counts(output.record, truncated: output.record.total.bytes != shown)
        members.append(JSON.Member("text", .string(String(decoding: text, as: UTF8.self))))
        if !tail.isEmpty { members.append(JSON.Member("tail", .string(String(decoding: tail, as: UTF8.self)))) }
        let hidden = output.record.total.bytes - shown
        if hidden > 0 {
            // The marker is a separate member, because a script can print a text that looks like it.
            let place = artifact.map { "; whole stream: artifact \($0)" } ?? ""
            members.append(JSON.Member("marker", .string("[\(hidden) bytes not shown\(place)]")))
        }
        if let artifact { members.append(JSON.Member("artifact", .string(artifact))) }
        if !isExact { members.append(JSON.Member("base64", .string(Base64.encode(Array(text))))) }
        return .object(members)
    }

    private static func parts(_ output: KeptOutput) -> (text: ArraySlice<UInt8>, tail: ArraySlice<UInt8>) {
        // If the two kept pieces have no gap, they are one text.
        let isWhole = output.record.dropped.bytes == 0
        let begin = isWhole ? output.head + output.tail : output.head
        if isWhole, begin.count <= longestText { return (begin[...], []) }
        let text = begin.prefix(longestText).withoutHalfCharacterAtEnd
        let rest = isWhole ? begin[text.endIndex...] : output.tail[...]
        return (text, rest.suffix(longestTail).withoutHalfCharacterAtStart)
    }

    static func counts(_ record: StreamRecord) -> JSON { .object(counts(record, truncated: record.dropped.bytes > 0)) }

    private static func counts(_ record: StreamRecord, truncated: Bool) -> [JSON.Member] {
        JSON.record([
            "bytes": .bytes(record.total),
            "sha256": record.digest.map { .string($0.hexadecimal) },
            "truncated": .bool(truncated),
            "dropped_bytes": .bytes(record.dropped),
        ])
        .members
    }
}

extension ArraySlice<UInt8> {
    /// The slice without the last bytes of a UTF-8 character whose first ones were cut off.
    fileprivate var withoutHalfCharacterAtStart: ArraySlice<UInt8> {
        let half = prefix(3).prefix { $0 & 0xc0 == 0x80 }.count
        return dropFirst(half)
    }
}
