import Foundation
import MayflyCore
import MayflyStore
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
        _ check: (ArtifactReceiver, Store) async throws -> Void
    ) async throws {
        let directory = "/tmp/mayfly-receiver-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let store = try Store(directory: directory)
        var limits = SessionLimits.ceiling
        (limits.artifacts, limits.artifactCount) = (.bytes(100), 3)
        var receiver = ArtifactReceiver(objects: store.objects, limits: limits)
        var rest = stream[...]
        while !rest.isEmpty {
            receiver.receive(Array(rest.prefix(piece)))
            rest = rest.dropFirst(piece)
        }
        receiver.end()
        try await check(receiver, store)
        let incoming = try FileManager.default.contentsOfDirectory(atPath: "\(directory)/objects/incoming")
        #expect(incoming == [], "nothing half written is left")
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
