/// A piece of a stream that the store has kept, from which events are cut.
///
/// For each piece, the store reads from the beginning of the kept stream. A log may have a thousand stretches of a few bytes, which
/// therefore are not read one by one.
struct KeptPiece: Sendable {
    /// The most bytes of one piece.
    static let longest = 1 << 18

    /// The offset that was requested; bytes between it and the beginning of the piece were not kept.
    let asked: UInt64
    /// The offset of the piece in the whole output.
    let start: UInt64
    let bytes: [UInt8]

    init(asked: UInt64? = nil, start: UInt64, bytes: [UInt8]) {
        (self.asked, self.start, self.bytes) = (asked ?? start, start, bytes)
    }

    /// Where the kept bytes after an offset begin, if this piece tells; otherwise the offset.
    func place(of offset: UInt64) -> UInt64 { offset >= asked && offset < start ? start : offset }

    /// What the store would return for `bound` bytes from an offset on; `nil` if only the store can tell.
    func part(from offset: UInt64, atMost bound: Int) -> [UInt8]? {
        guard offset >= start, offset - start < UInt64(bytes.count) else { return nil }
        let rest = bytes[Int(offset - start)...]
        // A piece below the largest size ends with the kept beginning or the stream itself: the store would stop there too.
        guard rest.count >= bound || bytes.count < Self.longest else { return nil }
        return Array(rest.prefix(bound))
    }
}
