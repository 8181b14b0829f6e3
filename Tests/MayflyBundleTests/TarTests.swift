import Foundation
import MayflyBundle
import MayflyCore
import MayflyTestSupport
import Testing

@Suite("An archive of a bundle") struct TarTests {
    private static let long = (0..<10).map { _ in String(repeating: "d", count: 40) }.joined(separator: "/") + "/file"
    private static let files: [(path: String, bytes: [UInt8], isExecutable: Bool)] = [
        ("a", [], false), ("b.sh", Array("echo\n".utf8), true), ("big", [UInt8](repeating: 7, count: 1025), false),
        ("block", [UInt8](repeating: 1, count: 512), false), (long, [1], true), ("wörter/ä", [2, 3], false),
    ]

    private static var archive: [UInt8] {
        files.reduce(into: []) { bytes, file in
            let member = TarMember(path: file.path, size: UInt64(file.bytes.count), isExecutable: file.isExecutable)
            #expect(member.length == UInt64(member.header.count + file.bytes.count + member.padding.count))
            bytes += member.header + file.bytes + member.padding
        } + TarMember.end
    }

    /// What a reader makes of an archive that comes in pieces of some size.
    private static func read(_ archive: [UInt8], by count: Int) throws -> [(TarMember, [UInt8])] {
        var reader = TarReader(mostBytes: 1 << 20)
        var (found, content): ([(TarMember, [UInt8])], [UInt8]) = ([], [])
        for piece in archive.pieces(of: count) {
            try reader.read(piece) { member, part in
                guard part.isEmpty else { return content += part }
                found.append((member, content))
                content = []
            }
        }
        try reader.finish()
        return found
    }

    @Test(arguments: [1, 7, 511, 512, 513, 1 << 20]) func `comes out as it went in, in whatever pieces`(count: Int)
        throws
    {
        let found = try Self.read(Self.archive, by: count)
        #expect(found.map(\.0.path) == Self.files.map(\.path))
        #expect(found.map(\.1) == Self.files.map(\.bytes))
        #expect(found.map(\.0.isExecutable) == Self.files.map(\.isExecutable))
    }

    @Test func `is one that tar reads, without owner and time`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "mayfly-\(UUID().uuidString).tar")
        try Data(Self.archive).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let arguments = [
            "--list", "--verbose", "--numeric-owner", "--utc", "--quoting-style=literal", "--file", file.path(),
        ]
        let text = String(decoding: try TestProgram.run("/usr/bin/tar", arguments), as: UTF8.self)
        let lines = text.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true) }
        #expect(lines.map { $0.last.map(String.init) } == Self.files.map(\.path))
        #expect(lines.map { $0[0] } == Self.files.map { $0.isExecutable ? "-r-xr-xr-x" : "-r--r--r--" })
        #expect(lines.allSatisfy { $0[1] == "0/0" && $0[3] == "1970-01-01" && $0[4] == "00:00" })
    }

    @Test func `with one byte of a header changed is refused`() throws {
        let archive = Self.archive
        let header = 512..<1024
        for place in header {
            for bit in [UInt8(1), 0x80] {
                var bytes = archive
                bytes[place] ^= bit
                #expect(throws: TarReader.Failure.self, "byte \(place)") { try Self.read(bytes, by: 4096) }
            }
        }
    }

    @Test func `that was cut, goes on, or is out of order is refused`() throws {
        let archive = Self.archive
        for count in stride(from: 0, to: archive.count, by: 37) {
            #expect(throws: TarReader.Failure.self) { try Self.read(Array(archive.prefix(count)), by: 512) }
        }
        #expect(throws: TarReader.Failure.self) { try Self.read(archive + [0], by: 512) }
        let (a, b) = (
            TarMember(path: "a", size: 0, isExecutable: false), TarMember(path: "b", size: 0, isExecutable: false)
        )
        for members in [[b, a], [a, a]] {
            #expect(throws: TarReader.Failure.self) {
                try Self.read(members.flatMap(\.header) + TarMember.end, by: 512)
            }
        }
        for path in ["../x", "/x", "a//b", "a/./b", "", "a\nb"] {
            let member = TarMember(path: path, size: 0, isExecutable: false)
            #expect(throws: TarReader.Failure.self) { try Self.read(member.header + TarMember.end, by: 512) }
        }
    }

    @Test func `that holds too much is refused before it is read`() throws {
        var reader = TarReader(mostBytes: 10)
        let member = TarMember(path: "a", size: 11, isExecutable: false)
        #expect(throws: TarReader.Failure.self) { try reader.read(member.header) { _, _ in } }
    }

    @Test func `that is hostile never traps`() {
        var generator = SeededGenerator(state: 11)
        for _ in 0..<3000 {
            var bytes = Self.archive
            for _ in 0..<Int.random(in: 1...20, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = .random(in: .min ... .max, using: &generator)
            }
            _ = try? Self.read(bytes, by: Int.random(in: 1...2000, using: &generator))
        }
    }
}
