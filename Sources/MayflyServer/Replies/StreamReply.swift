internal import MayflyAPI
internal import MayflyCore
internal import MayflyService
internal import MayflyStore

/// What a script printed on one stream, as JSON.
enum StreamReply {
    /// The most bytes of text in one reply; all that was kept is at `/logs`.
    private static let longestText = 256 * 1024
    private static let longestTail = 16 * 1024

    /// Counts and text.
    ///
    /// `text` is the beginning as UTF-8, with what is none replaced; `base64` has its exact bytes where that changed
    /// anything. `truncated` is true when anything that was printed is not in `text` and `tail`.
    static func json(_ output: KeptOutput) -> JSON {
        let head = Array(output.head.prefix(longestText))
        let tail = Array(output.tail.suffix(longestTail))
        let isExact = String(validating: head, as: UTF8.self) != nil
        let isWhole = head.count == output.head.count && output.record.total.bytes == UInt64(head.count + tail.count)
        var members = counts(output.record, truncated: !isWhole)
        members.append(JSON.Member("text", .string(String(decoding: head, as: UTF8.self))))
        if !tail.isEmpty { members.append(JSON.Member("tail", .string(String(decoding: tail, as: UTF8.self)))) }
        if !isExact { members.append(JSON.Member("base64", .string(Base64.encode(head)))) }
        return .object(members)
    }

    /// Counts only.
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
