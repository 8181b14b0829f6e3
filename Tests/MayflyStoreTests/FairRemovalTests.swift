import Testing

@testable import MayflyStore

@Suite("What is removed when there is too much")
struct FairRemovalTests {
    private typealias Case = (total: Int, counts: [Int: Int], losses: [Int: Int])

    private static let cases: [Case] = [
        (10, [:], [:]),
        (10, [1: 4, 2: 6], [:]),
        (10, [1: 4, 2: 7], [2: 1]),
        (10, [1: 1, 2: 1000], [2: 991]),
        (10, [1: 20], [1: 10]),
        (10, [1: 8, 2: 8, 3: 1], [1: 4, 2: 3]),
        (0, [1: 3, 2: 1], [1: 3, 2: 1]),
        (2, [1: 1, 2: 1, 3: 1], [1: 1]),
    ]

    @Test(arguments: cases.indices) func `is of those who have most`(index: Int) {
        let (total, counts, losses) = Self.cases[index]
        let found = FairRemoval.excess(over: total, of: counts)
        #expect(found == losses)
        let kept = counts.merging(found) { $0 - $1 }
        #expect(kept.values.reduce(0, +) <= total && kept.values.allSatisfy { $0 >= 0 })
    }
}
