import Testing

@testable import MayflyService

@Suite("A fair queue") struct FairQueueTests {
    private func queue(_ elements: [(UInt32, String)]) -> FairQueue<String> {
        var queue = FairQueue<String>()
        for (uid, element) in elements { queue.append(element, uid: uid) }
        return queue
    }

    private func drain(_ queue: inout FairQueue<String>) -> [String] {
        var taken: [String] = []
        while let next = queue.takeFirst(where: { _ in true }) { taken.append(next) }
        return taken
    }

    @Test func `lets callers take turns, and keeps each one's order`() {
        var queue = queue([(1, "a1"), (1, "a2"), (1, "a3"), (2, "b1"), (3, "c1"), (2, "b2")])
        #expect(drain(&queue) == ["a1", "b1", "c1", "a2", "b2", "a3"])
        #expect(queue.count == 0)
    }

    @Test func `passes over what cannot start yet`() {
        var queue = queue([(1, "slow"), (1, "fast"), (2, "other")])
        #expect(queue.takeFirst { $0 != "slow" } == "fast")
        #expect(queue.takeFirst { $0 != "slow" } == "other")
        #expect(queue.takeFirst { $0 != "slow" } == nil)
        #expect(drain(&queue) == ["slow"])
    }

    @Test func `gives up everything that matches`() {
        var queue = queue([(1, "x"), (1, "y"), (2, "x"), (3, "x")])
        #expect(queue.removeAll { $0 == "x" }.count == 3)
        #expect(drain(&queue) == ["y"])
    }
}
