import Testing

@testable import MayflyService

@Suite("A piece of kept output") struct KeptPieceTests {
    @Test func `gives what the store would give, which is asked once in nearly 256 KiB`() throws {
        let all = (0..<(3 << 20 + 5)).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 8) }
        let bounds = [1, 64 * 1024, 4, 300, 64 * 1024]
        var (piece, asked, position, turn): (KeptPiece?, Int, Int, Int) = (nil, 0, 0, 0)
        while position < all.count {
            let (offset, bound) = (UInt64(7 + position), bounds[turn % bounds.count])
            if piece?.part(from: offset, atMost: bound) == nil {
                asked += 1
                piece = KeptPiece(start: offset, bytes: Array(all[position...].prefix(KeptPiece.longest)))
            }
            let part = try #require(piece?.part(from: offset, atMost: bound))
            let isSame = part == Array(all[position...].prefix(bound))
            #expect(isSame, "at \(position)")
            position += part.count
            turn += 1
        }
        #expect(asked > 12 && asked <= 16)
    }

    @Test func `has nothing before its beginning and behind its end, and does not end before the stream does`() {
        let (short, long) = (KeptPiece(start: 5, bytes: [1, 2, 3]), [UInt8](repeating: 1, count: KeptPiece.longest))
        #expect(short.part(from: 4, atMost: 1) == nil && short.part(from: 8, atMost: 1) == nil)
        #expect(short.part(from: 6, atMost: 9) == [2, 3], "the store has no more")
        let piece = KeptPiece(start: 0, bytes: long)
        let last = UInt64(KeptPiece.longest - 1)
        #expect(piece.part(from: last, atMost: 1) == [1] && piece.part(from: last, atMost: 2) == nil)
        #expect(KeptPiece(start: 0, bytes: []).part(from: 0, atMost: 1) == nil)
    }
}
