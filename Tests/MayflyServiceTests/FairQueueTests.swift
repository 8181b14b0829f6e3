import MayflyTestSupport
import Testing

@testable import MayflyService

@Suite("A fair queue") struct FairQueueTests {
    private func queue(_ elements: [(UInt32, String)]) -> FairQueue<UInt32, String> {
        var queue = FairQueue<UInt32, String>()
        for (uid, element) in elements { queue.append(element, lane: uid) }
        return queue
    }

    private func drain(_ queue: inout FairQueue<UInt32, String>) -> [String] {
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

    @Test func `lets a lane go as often per turn as it weighs`() {
        var queue = FairQueue<String, String>()
        for number in 1...6 { queue.append("a\(number)", lane: "a", weight: 4) }
        for number in 1...3 { queue.append("b\(number)", lane: "b", weight: 1) }
        for number in 1...3 { queue.append("c\(number)", lane: "c", weight: 2) }
        var taken: [String] = []
        while let next = queue.takeFirst(where: { _ in true }) { taken.append(next) }
        #expect(taken == ["a1", "a2", "a3", "a4", "b1", "c1", "c2", "a5", "a6", "b2", "c3", "b3"])
    }

    @Test func `lets a lane that was passed over keep its turn`() {
        var queue = FairQueue<String, String>()
        for element in ["a1", "a2", "a3"] { queue.append(element, lane: "a", weight: 2) }
        for element in ["b1", "b2"] { queue.append(element, lane: "b", weight: 2) }
        #expect(queue.takeFirst { _ in true } == "a1")
        #expect(queue.takeFirst { !$0.hasPrefix("a") } == "b1")
        #expect(queue.takeFirst { _ in true } == "a2")
        #expect(queue.takeFirst { _ in true } == "b2")
        #expect(queue.takeFirst { _ in true } == "a3")
    }

    /// Lanes of any weight and length, filled and emptied in any order.
    @Test(arguments: 0..<40 as Range<UInt64>) func `keeps no lane waiting beyond one turn of all others`(seed: UInt64) {
        var generator = SeededGenerator(state: seed)
        let weights = (0..<5).map { _ in Int.random(in: 1...4, using: &generator) }
        var queue = FairQueue<Int, (lane: Int, number: Int)>()
        var (waiting, sinceTaken, next) = ([[Int]](repeating: [], count: 5), [Int: [Int: Int]](), 0)
        for _ in 0..<600 {
            let lane = Int.random(in: 0..<5, using: &generator)
            if Int.random(in: 0..<5, using: &generator) < 3 {
                queue.append((lane, next), lane: lane, weight: weights[lane])
                if waiting[lane].isEmpty { sinceTaken[lane] = [:] }
                waiting[lane].append(next)
                next += 1
            } else if let taken = queue.takeFirst(where: { _ in true }) {
                #expect(taken.number == waiting[taken.lane].first, "a lane keeps its order")
                waiting[taken.lane].removeFirst()
                sinceTaken[taken.lane] = waiting[taken.lane].isEmpty ? nil : [:]
                for (lane, counts) in sinceTaken where lane != taken.lane {
                    sinceTaken[lane] = counts.merging([taken.lane: 1], uniquingKeysWith: +)
                }
                // The rest of a turn that had begun, and one whole turn: twice the weight, and less.
                for counts in sinceTaken.values {
                    #expect(counts.allSatisfy { $0.value < 2 * weights[$0.key] + 1 })
                }
            }
            #expect(queue.count == waiting.reduce(0) { $0 + $1.count })
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>) func `knows the place of everything in it`(seed: UInt64) {
        var generator = SeededGenerator(state: seed)
        var queue = FairQueue<Int, Int>()
        var lanes: [Int: Int] = [:]
        for number in 0..<60 {
            let lane = Int.random(in: 0..<6, using: &generator)
            queue.append(number, lane: lane, weight: 1 + lane % 4)
            lanes[number] = lane
            if number % 4 == 3, let taken = queue.takeFirst(where: { _ in true }) { lanes[taken] = nil }
        }
        var places: [Int: Int] = [:]
        for (number, lane) in lanes { places[number] = queue.position(inLane: lane) { $0 == number } }
        #expect(queue.position(inLane: 0) { $0 == 99 } == nil)
        for place in 1...queue.count {
            guard let taken = queue.takeFirst(where: { _ in true }) else { break }
            #expect(places[taken] == place)
        }
    }
}
