/// A piece of what the store has kept of a stream, out of which events are cut.
///
/// The store looks for each piece from the beginning of all that it has kept: stretches of a few bytes, of which there may be a
/// thousand, are not asked for one by one.
struct KeptPiece: Sendable {
    /// The most bytes of one piece.
    static let longest = 1 << 18

    /// From where on it was asked for: what is between that and its beginning was not kept.
    let asked: UInt64
    /// Where it begins in all that was printed.
    let start: UInt64
    let bytes: [UInt8]

    init(asked: UInt64? = nil, start: UInt64, bytes: [UInt8]) {
        (self.asked, self.start, self.bytes) = (asked ?? start, start, bytes)
    }

    /// Where what is kept from an offset on begins, if that is known by this piece; else the offset.
    func place(of offset: UInt64) -> UInt64 { offset >= asked && offset < start ? start : offset }

    /// What the store would answer who asks for `bound` bytes from an offset on; `nil` where it has to be asked.
    func part(from offset: UInt64, atMost bound: Int) -> [UInt8]? {
        guard offset >= start, offset - start < UInt64(bytes.count) else { return nil }
        let rest = bytes[Int(offset - start)...]
        // A piece that could be longer ends where the beginning or the end of the stream does: the store would stop there too.
        guard rest.count >= bound || bytes.count < Self.longest else { return nil }
        return Array(rest.prefix(bound))
    }
}
