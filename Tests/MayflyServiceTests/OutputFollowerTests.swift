import Foundation
import MayflyCore
import MayflyStore
import MayflyTestSupport
import Testing
import WardenClient

@testable import MayflyService

@Suite("A stream in pieces", .timeLimit(.minutes(10))) struct OutputFollowerTests {
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

    /// What is dropped while it is read is not made up for by what comes later: else nobody could count what is missing.
    @Test(arguments: [(100, 65_446), (30_000, 35_546), (200_000, 10)])
    func `that drops bytes meanwhile is read up to where it was, and no further`(later: Int, came: Int) async throws {
        try await withStore { store, _ in
            var limits = SessionLimits.ceiling
            limits.output = .bytes(10)
            let output = SessionOutput(limits: limits, objects: store.objects) { _ in }
            output.receive([UInt8](repeating: 1, count: 10 + 100_000), from: .stdout)
            let counts = output.counts(.stdout)
            #expect(counts.total.bytes == 100_010 && counts.dropped.bytes == UInt64(100_000 - StreamKeeper.longestTail))
            output.receive([UInt8](repeating: 2, count: later), from: .stdout)
            let source = OutputFollower.Source.live(output, .stdout, upTo: counts.total.bytes)
            let bytes = try await collect(OutputFollower(source: source)).flatMap { $0 }
            #expect(!bytes.contains(2) && bytes.count == came)
        }
    }
}
