import Testing
import WardenProtocol

@Suite("An archive") struct ArchiveTests {
    private func read(_ archive: FileArchive, length: UInt64) throws -> FileArchive {
        let bytes = archive.header
        let prefix = Array(bytes[..<FileArchive.prefixLength])
        #expect(try FileArchive.headerLength(prefix: prefix) == bytes.count - FileArchive.prefixLength)
        return try FileArchive(header: Array(bytes[FileArchive.prefixLength...]), contentLength: length)
    }

    @Test func `comes out as it went in`() throws {
        let archive = FileArchive(entries: [
            .init(path: "a", size: 1), .init(path: "a/b", size: 0), .init(path: "b", size: 9),
        ])
        #expect(try read(archive, length: 10) == archive)
    }

    static let wrong: [(paths: [String], sizes: [UInt64], length: UInt64)] = [
        (["b", "a"], [1, 1], 2), (["a", "a"], [1, 1], 2), (["../a"], [1], 1), (["/a"], [1], 1), (["a"], [1], 2),
        (["a", "b"], [.max, 2], 1), (["a"], [1 << 40], 1 << 40), ([""], [0], 0),
    ]

    @Test(arguments: wrong.indices) func `that is not in order, not whole or not inside is refused`(index: Int) {
        let (paths, sizes, length) = Self.wrong[index]
        let archive = FileArchive(entries: zip(paths, sizes).map { FileArchive.Entry(path: $0, size: $1) })
        #expect(throws: FrameError.self) { try read(archive, length: length) }
    }

    @Test(arguments: [[UInt8]("MFA2".utf8) + [0, 0, 0, 0], [UInt8]("MFA1".utf8) + [255, 255, 255, 255], [1]])
    func `with another beginning is none`(prefix: [UInt8]) {
        #expect(throws: FrameError.self) { try FileArchive.headerLength(prefix: prefix) }
    }

    @Test func `of artifacts has bounded names`() {
        #expect(throws: FrameError.self) { try ArtifactRecord.parse(header: [1, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0]) }
        #expect(throws: FrameError.self) { try ArtifactRecord.parse(header: [9, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]) }
    }
}
