import MayflyCore
import MayflyStore
import MayflyTestSupport
import Testing
import WardenProtocol

@testable import MayflyService

@Suite("Two collections in one stream") struct CollectionReceiverTests {
    private let quota = WorkspaceQuota(bytes: .bytes(10), files: 2, lifetime: .seconds(1), perOwner: 1)

    private func record(_ kind: ArtifactRecord.Kind, _ name: [UInt8] = [], _ text: String = "") -> [UInt8] {
        ArtifactRecord(kind: kind, name: name, size: UInt64(text.utf8.count)).header + Array(text.utf8)
    }

    private func receive(_ stream: [UInt8], piece: Int = .max) async throws -> CollectionReceiver {
        var received: CollectionReceiver?
        try await Store.lend { store, _ in
            var receiver = CollectionReceiver(
                outputs: ArtifactReceiver(objects: store.objects, bound: CollectedBound(SessionLimits.ceiling)),
                work: ArtifactReceiver(objects: store.objects, bound: CollectedBound(quota))
            )
            for part in stream.pieces(of: piece) { receiver.receive(part) }
            receiver.end()
            received = receiver
        }
        return try #require(received)
    }

    @Test(arguments: [Int.max, 1, 3, 13]) func `are told apart in whatever pieces they come`(piece: Int) async throws {
        let first = record(.file, Array("a".utf8), "one") + record(.end)
        let second = record(.file, Array("b".utf8), "two") + record(.file, Array("c".utf8)) + record(.end)
        let receiver = try await receive(first + second, piece: piece)
        #expect(receiver.outputs.files.map(\.path) == ["a"] && receiver.outputs.skipped.isEmpty)
        let work = try #require(receiver.work)
        #expect(work.files.map(\.path) == ["b", "c"] && work.skipped.isEmpty && work.isComplete)
    }

    @Test func `have no second one without its end, nor behind a first one that broke a rule`() async throws {
        let file = record(.file, Array("b".utf8), "two")
        for stream in [[], record(.end), record(.end) + file, [9] + record(.end) + file + record(.end), file] {
            let work = try #require(try await receive(stream).work)
            #expect(!work.isComplete && !work.skipped.isEmpty, "\(stream)")
        }
        let late = try #require(try await receive(record(.end) + record(.end) + [1]).work)
        #expect(!late.isComplete, "nothing follows the second end")
    }

    /// Each is a name that `/outputs` shows escaped; `/work` cannot have it again.
    @Test(arguments: [
        [0xff], Array("a\nb".utf8), Array("a\\b".utf8), Array("../a".utf8), Array("/a".utf8), Array("a//b".utf8),
    ])
    func `keep no name in a workspace that a later cell cannot have`(name: [UInt8]) async throws {
        let stream = record(.end) + record(.file, name, "two") + record(.file, Array("c".utf8)) + record(.end)
        let work = try #require(try await receive(stream).work)
        #expect(work.files.map(\.path) == ["c"] && work.isComplete)
        #expect(work.skipped.map(\.reason) == ["its name is not one that can be kept"])
    }

    @Test func `end where a workspace would be larger than the profile says`() async throws {
        for stream in [
            record(.file, Array("a".utf8), "01234567890"),
            (0..<3).flatMap { record(.file, Array("f\($0)".utf8)) },
        ] {
            let work = try #require(try await receive(record(.end) + stream + record(.end)).work)
            #expect(!work.isComplete && work.skipped.map(\.reason) == ["the collection is larger than its limits"])
        }
    }
}
