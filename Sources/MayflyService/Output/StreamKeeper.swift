internal import Crypto
internal import MayflyCore
internal import MayflyStore

/// Counts and hashes a whole stream, and keeps its beginning and its end.
struct StreamKeeper {
    /// The most bytes kept from the end, once the beginning is full.
    static let longestTail = 64 * 1024

    private var hash = SHA256()
    private(set) var total: UInt64 = 0
    private(set) var head: [UInt8] = []
    private(set) var isEnded = false
    /// The bytes after ``head``; only the last ``longestTail`` of them matter.
    private var recent: [UInt8] = []

    /// Adds the stream's next bytes.
    ///
    /// - Parameter room: How many bytes may still be kept as the beginning.
    /// - Returns: How many bytes of `room` were used.
    mutating func append(_ bytes: [UInt8], room: Int) -> Int {
        hash.update(data: bytes)
        total += UInt64(bytes.count)
        // After the first dropped byte the beginning is complete, even if another stream leaves room.
        let kept = recent.isEmpty ? Swift.max(0, min(room, bytes.count)) : 0
        head.append(contentsOf: bytes[..<kept])
        appendToTail(bytes[kept...])
        return kept
    }

    /// Ends the stream.
    mutating func end() { isEnded = true }

    private mutating func appendToTail(_ bytes: ArraySlice<UInt8>) {
        recent.append(contentsOf: bytes.suffix(Self.longestTail))
        if recent.count > 2 * Self.longestTail { recent.removeFirst(recent.count - Self.longestTail) }
    }

    /// The end of the stream; empty while everything is in ``head``.
    var tail: ArraySlice<UInt8> { recent.suffix(Self.longestTail) }

    /// The counts and the digest so far.
    var record: StreamRecord {
        StreamRecord(
            total: .bytes(total),
            digest: isEnded ? Digest(bytes: Array(hash.finalize())) : nil,
            head: .bytes(UInt64(head.count)),
            tail: .bytes(UInt64(tail.count))
        )
    }

    /// The kept parts so far.
    var kept: KeptOutput { KeptOutput(record: record, head: head, tail: Array(tail)) }

    /// At most `bound` bytes from `position` on, and the position after them.
    ///
    /// If the bytes at a position were dropped, reading begins at the oldest kept byte after it; `nil` when nothing is there yet.
    func read(from position: UInt64, atMost bound: Int) -> (bytes: [UInt8], next: UInt64)? {
        if position < UInt64(head.count) {
            let bytes = Array(head[Int(position)...].prefix(bound))
            return (bytes, position + UInt64(bytes.count))
        }
        let start = max(position, total - UInt64(tail.count))
        guard start < total else { return nil }
        let bytes = Array(tail.suffix(Int(total - start)).prefix(bound))
        return (bytes, start + UInt64(bytes.count))
    }
}
