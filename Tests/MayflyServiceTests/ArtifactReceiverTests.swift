import Foundation
import MayflyCore
import MayflyStore
import MayflyTestSupport
import Testing
import WardenProtocol

@testable import MayflyService

@Suite("Collected files") struct ArtifactReceiverTests {
    private func record(_ kind: ArtifactRecord.Kind, _ name: String, _ content: String, size: UInt64? = nil) -> [UInt8]
    {
        let bytes = Array(content.utf8)
        return ArtifactRecord(kind: kind, name: Array(name.utf8), size: size ?? UInt64(bytes.count)).header + bytes
    }

    private func receive(
        _ stream: [UInt8],
        piece: Int = .max,
        count: UInt32 = 3,
        _ check: (ArtifactReceiver, Store) async throws -> Void
    ) async throws {
        try await Store.lend { store, directory in
            var limits = SessionLimits.ceiling
            (limits.artifacts, limits.artifactCount) = (.bytes(100), count)
            var receiver = ArtifactReceiver(objects: store.objects, bound: CollectedBound(limits))
            for part in stream.pieces(of: piece) { receiver.receive(part) }
            receiver.end()
            try await check(receiver, store)
            let incoming = try FileManager.default.contentsOfDirectory(atPath: "\(directory)/objects/incoming")
            #expect(incoming == [], "nothing half written is left")
        }
    }

    @Test(arguments: [Int.max, 1, 2, 7]) func `are the same in whatever pieces they come`(piece: Int) async throws {
        let stream =
            record(.file, "a", "hello") + record(.file, "empty", "") + record(.skipped, "link", "is a link")
            + record(.end, "", "")
        try await receive(stream, piece: piece) { receiver, store in
            #expect(receiver.files.map(\.path) == ["a", "empty"])
            #expect(receiver.skipped == [SkippedArtifact(path: "link", reason: "is a link")])
            let bytes = try store.objects.read(receiver.files[0].digest, atMost: 10)
            #expect(bytes == Array("hello".utf8))
        }
    }

    @Test func `that were cut are said to be cut`() async throws {
        let whole = record(.file, "a", "hello") + record(.end, "", "")
        for count in 0..<(whole.count - 1) {
            try await receive(Array(whole[..<count])) { receiver, _ in
                #expect(receiver.skipped.count == 1, "cut after \(count) bytes")
            }
        }
    }

    @Test func `take a bounded place in the record, whatever their names are`() async throws {
        let name = String(repeating: "\u{1}", count: 4000)
        let reason = String(repeating: "x", count: 1000)
        let skipped = (0..<100).flatMap { record(.skipped, "\($0)\(name)", reason) }
        try await receive(skipped + record(.end, "", ""), count: 1000) { receiver, _ in
            let bytes = receiver.skipped.reduce(0) { $0 + $1.path.utf8.count + $1.reason.utf8.count }
            #expect(bytes < 257 << 10)
            #expect(receiver.skipped.last?.reason == "\(100 - (receiver.skipped.count - 1)) more were not collected")
        }
        let files = (0..<500).flatMap { record(.file, "\($0)\(name)", "") }
        try await receive(files + record(.end, "", ""), count: 1000) { receiver, _ in
            #expect(receiver.files.reduce(0) { $0 + $1.path.utf8.count } <= 4 << 20)
            #expect(receiver.skipped.first?.reason == "the names of all collected files take more than 4Mi")
        }
    }

    @Test func `that are too many, too large or no files are not taken`() async throws {
        let broken: [[UInt8]] = [
            record(.file, "a", "x", size: 101), record(.file, "a", "x", size: .max),
            (0..<4).flatMap { record(.file, "\($0)", "x") } + record(.end, "", ""),
            [9] + [UInt8](repeating: 0, count: 10),
            record(.file, "", "x"), record(.skipped, "a", "", size: 5000),
            record(.end, "", "") + record(.file, "late", "x"),
        ]
        for stream in broken {
            try await receive(stream) { receiver, _ in
                #expect(receiver.skipped.count == 1)
                #expect(receiver.files.count <= 3)
            }
        }
    }
}
