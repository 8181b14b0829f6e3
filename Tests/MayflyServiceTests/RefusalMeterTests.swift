import MayflyAudit
import MayflyStore
import Synchronization
import Testing

@testable import MayflyService

@Suite("A meter of refusals") struct RefusalMeterTests {
    private static let most = 32

    /// What a meter has written.
    private final class Written: Sendable {
        let events = Mutex<[AuditEvent]>([])
        let isFull = Mutex(false)

        func take(_ new: [AuditEvent]) throws(StoreError) {
            if isFull.withLock({ $0 }) { throw .full("no space") }
            events.withLock { $0 += new }
        }

        /// The user and the number of each.
        var counts: [[UInt64]] {
            events.withLock { $0 }.compactMap {
                guard case .refused(let fact) = $0, fact.rule == RefusalMeter.rule else { return nil }
                return [UInt64(fact.by), fact.count]
            }
        }
    }

    private func meter(_ pause: Duration) -> (RefusalMeter, Written) {
        let written = Written()
        return (
            RefusalMeter(most: Self.most, pause: pause) { events async throws(StoreError) in try written.take(events) },
            written
        )
    }

    @Test func `lets each user have some records of their own, and counts the rest in one`() async {
        let (meter, written) = meter(.seconds(60))
        #expect((0..<1000).count { _ in meter.admitsOne(by: 1) } == Self.most)
        #expect((0..<5).count { _ in meter.admitsOne(by: 2) } == 5)
        await meter.flush()
        #expect(written.counts == [[1, 1000 - UInt64(Self.most)]])
        await meter.flush()
        #expect(written.counts.count == 1)
    }

    @Test func `loses no count while the disk is full`() async {
        let (meter, written) = meter(.seconds(60))
        for _ in 0..<50 { _ = meter.admitsOne(by: 1) }
        written.isFull.withLock { $0 = true }
        await meter.flush()
        written.isFull.withLock { $0 = false }
        _ = meter.admitsOne(by: 1)
        await meter.flush()
        #expect(written.counts == [[1, 51 - UInt64(Self.most)]])
    }

    @Test func `counts a record that could not be written`() async {
        let (meter, written) = meter(.seconds(60))
        #expect(meter.admitsOne(by: 1))
        meter.count(by: 1)
        meter.count(by: 2)
        await meter.flush()
        #expect(written.counts.sorted { $0[0] < $1[0] } == [[1, 1], [2, 1]])
    }

    @Test func `gives records back with time, and writes counts by itself`() async throws {
        let (meter, written) = meter(.milliseconds(5))
        for _ in 0..<100 { _ = meter.admitsOne(by: 1) }
        for _ in 0..<1000 where written.counts.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        #expect(written.counts.reduce(0) { $0 + $1[1] } >= 1)
        var admitted = 0
        for _ in 0..<1000 where admitted < 3 {
            try await Task.sleep(for: .milliseconds(5))
            if meter.admitsOne(by: 1) { admitted += 1 }
        }
        #expect(admitted == 3)
    }
}
