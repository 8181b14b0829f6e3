import Foundation
import MayflyCore
import MayflyStore
import MayflyTestSupport
import Testing
import WardenClient

@testable import MayflyService

@Suite("A stream in pieces", .timeLimit(.minutes(1))) struct OutputFollowerTests {
    private func collect(_ follower: OutputFollower) async throws -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        for try await piece in follower { pieces.append(piece) }
        return pieces
    }

    private func withStore(_ body: (Store, SessionID) async throws -> Void) async throws {
        try await Store.lend { store, _ in
            var record = SessionRecord.example()
            try await store.insert(record)
            record.state = .destroyed
            let head = [UInt8](repeating: 1, count: 3 << 20)
            try await store.finish(record, stdout: StreamContent(head: head, tail: [2, 3]), stderr: StreamContent())
            try await body(store, record.id)
        }
    }

    @Test func `that was kept is read piece by piece`() async throws {
        try await withStore { store, id in
            let count = 3 << 20 + 2
            let pieces = try await collect(OutputFollower(source: .kept(store, id, .stdout, count: count)))
            #expect(pieces.map(\.count) == [1 << 20, 1 << 20, 1 << 20, 2])
            #expect(pieces.last == [2, 3])
            #expect(try await collect(OutputFollower(source: .kept(store, id, .stderr, count: 0))) == [])
            await #expect(throws: ServiceError.self) {
                _ = try await collect(OutputFollower(source: .kept(store, id, .stdout, count: count + 1)))
            }
        }
    }

    @Test func `that still comes is read up to where it was`() async throws {
        try await withStore { store, _ in
            let output = SessionOutput(limits: .ceiling, objects: store.objects) { _ in }
            output.receive([1, 2, 3], from: .stdout)
            let soFar = try await collect(OutputFollower(source: .live(output, .stdout, upTo: 3)))
            #expect(soFar == [[1, 2, 3]])
            output.ended(.stdout)
            let whole = try await collect(OutputFollower(source: .live(output, .stdout, upTo: .max)))
            #expect(whole == [[1, 2, 3]])
        }
    }
}
