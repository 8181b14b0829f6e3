import Testing

@testable import MayflyServer

@Suite("A budget")
struct BudgetTests {
    @Test func `bounds the connections of each user and of all`() {
        let budget = ConnectionBudget(most: 5, mostPerUser: 3)
        #expect((0..<4).map { _ in budget.take(uid: 1) } == [.taken, .taken, .taken, .refused])
        #expect((0..<3).map { _ in budget.take(uid: 2) } == [.taken, .taken, .refused])
        budget.release(uid: 1)
        #expect(budget.take(uid: 2) == .taken)
        #expect(budget.take(uid: 3) == .refused)
    }

    @Test func `keeps places for user 0`() {
        let budget = ConnectionBudget(most: 1, mostPerUser: 1)
        #expect(budget.take(uid: 1) == .taken)
        #expect((0..<9).map { _ in budget.take(uid: 0) } == Array(repeating: .taken, count: 7) + [.taken, .refused])
    }

    @Test func `does not even refuse without end`() {
        let budget = ConnectionBudget(most: 0, mostPerUser: 1)
        #expect((0..<64).allSatisfy { _ in budget.take(uid: 1) == .refused })
        #expect(budget.take(uid: 1) == .ignored)
        budget.releaseRefused()
        #expect(budget.take(uid: 1) == .refused)
    }

    @Test func `gives a user half of the room for bodies, and takes it back`() {
        let small = BodyBudget.small
        let budget = BodyBudget(most: 1000)
        do {
            let first = budget.share(of: 1)
            #expect(first.take(small + 500))
            #expect(!first.take(1))
            #expect(!budget.share(of: 1).take(small + 1))
            #expect(budget.share(of: 2).take(small + 500))
        }
        #expect(budget.share(of: 1).take(small + 500))
    }

    @Test func `bounds all bodies together`() {
        let budget = BodyBudget(most: 1000)
        let shares = (1...3).map { budget.share(of: UInt32($0)) }
        #expect(shares[0].take(BodyBudget.small + 500))
        #expect(shares[1].take(BodyBudget.small + 500))
        #expect(!shares[2].take(BodyBudget.small + 1))
        #expect(shares[2].take(BodyBudget.small), "a small request finds place always")
    }

    @Test func `counts what comes in pieces once`() {
        let budget = BodyBudget(most: 1000)
        let share = budget.share(of: 1)
        for _ in 0..<(BodyBudget.small / 64) { #expect(share.take(64)) }
        #expect((0..<500).allSatisfy { _ in share.take(1) })
        #expect(!share.take(1))
    }
}
