import MayflyCore
import MayflyStore
import Testing

@testable import MayflyService

@Suite("A stream") struct StreamKeeperTests {
    @Test func `within its limit is kept whole`() throws {
        var keeper = StreamKeeper()
        #expect(keeper.append(Array("hello ".utf8), room: 100) == 6)
        #expect(keeper.append(Array("world".utf8), room: 94) == 5)
        keeper.end()
        #expect(String(decoding: keeper.head, as: UTF8.self) == "hello world")
        #expect(keeper.tail.isEmpty)
        #expect(
            keeper.record.digest?.hexadecimal == "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
        )
    }

    @Test func `past its limit keeps its beginning and its end, and counts all`() {
        var keeper = StreamKeeper()
        var room = 1_000
        for number in 0..<10_000 { room -= keeper.append(Array("\(number)\n".utf8), room: room) }
        keeper.end()
        #expect(room == 0)
        #expect(keeper.head.count == 1_000)
        #expect(keeper.tail.count <= StreamKeeper.longestTail)
        #expect(String(decoding: keeper.tail, as: UTF8.self).hasSuffix("\n9998\n9999\n"))
        let record = keeper.record
        #expect(record.total.bytes == 48_890)
        #expect(record.head.bytes + record.tail.bytes + record.dropped.bytes == record.total.bytes)
    }

    /// How many bytes it has allocated for what it keeps.
    private func allocated(_ keeper: StreamKeeper) -> Int {
        Mirror(reflecting: keeper).children.compactMap { $0.value as? [UInt8] }.reduce(0) { $0 + $1.capacity }
    }

    @Test func `costs the same however much comes`() {
        var keeper = StreamKeeper()
        let chunk = [UInt8](repeating: 0x61, count: 65_536)
        var most: [Int] = []
        for count in [50, 500] {
            for _ in 0..<count { _ = keeper.append(chunk, room: 0) }
            most.append(allocated(keeper))
        }
        #expect(keeper.head.isEmpty)
        #expect(keeper.tail.count == StreamKeeper.longestTail)
        #expect(keeper.record.total.bytes == 550 * 65_536)
        let bounds = StreamKeeper.longestTail...(8 * StreamKeeper.longestTail)
        #expect(most.allSatisfy(bounds.contains), "\(most)")
    }

    /// Of a million times `a`: a test vector of FIPS 180-4.
    private static let million = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"

    @Test(arguments: [0, 10, 300_000])
    func `is counted and hashed to its end, however little of it is kept`(room: Int) {
        var keeper = StreamKeeper()
        var rest = room
        for _ in 0..<1000 { rest -= keeper.append([UInt8](repeating: 0x61, count: 1000), room: rest) }
        #expect(keeper.record.digest == nil, "it may go on")
        keeper.end()
        let record = keeper.record
        #expect(record.total.bytes == 1_000_000 && record.digest?.hexadecimal == Self.million)
        #expect(record.head.bytes == UInt64(room) && record.dropped.bytes > 0)
    }

    @Test func `is read on from any position, over what was dropped`() {
        var keeper = StreamKeeper()
        _ = keeper.append([UInt8](repeating: 1, count: 10), room: 4)
        #expect(keeper.read(from: 0, atMost: 3)?.bytes == [1, 1, 1])
        #expect(keeper.read(from: 3, atMost: 3)?.next == 4)
        #expect(keeper.read(from: 4, atMost: 100)?.next == 10)
        #expect(keeper.read(from: 10, atMost: 100) == nil)
    }

    static let names: [([UInt8], String)] = [
        (Array("a/b.txt".utf8), "a/b.txt"), (Array("ä €.txt".utf8), "ä €.txt"), ([0x61, 0xff], "a%FF"),
        (Array("100%".utf8), "100%25"), (Array("a\nb".utf8), "a%0Ab"), ([0xc3], "%C3"),
        (Array("\u{202e}x".utf8), "%E2%80%AEx"), (Array("%FF".utf8), "%25FF"),
    ]

    @Test(arguments: names) func `of a name shows what is no text`(bytes: [UInt8], text: String) {
        #expect(ArtifactName.text(of: bytes) == text)
    }
}
