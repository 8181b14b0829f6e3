import MayflyCore
import Testing

@testable import MayflyServer
@testable import MayflyService

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

    private static let small = ByteBudget.Bound.smallBody

    @Test func `gives a user half of the room for bodies, and takes it back`() throws {
        let budget = ByteBudget(.bodies(1000))
        do {
            let first = try #require(budget.share(of: 1))
            #expect(first.take(Self.small + 500))
            #expect(!first.take(1))
            #expect(budget.share(of: 1)?.take(Self.small + 1) == false)
            #expect(budget.share(of: 2)?.take(Self.small + 500) == true)
        }
        #expect(budget.share(of: 1)?.take(Self.small + 500) == true)
    }

    @Test func `bounds all bodies together`() throws {
        let budget = ByteBudget(.bodies(1000))
        let shares = try (1...3).map { try #require(budget.share(of: UInt32($0))) }
        #expect(shares[0].take(Self.small + 500))
        #expect(shares[1].take(Self.small + 500))
        #expect(!shares[2].take(Self.small + 1))
        #expect(shares[2].take(Self.small), "a small request finds place always")
    }

    @Test func `counts what comes in pieces once`() throws {
        let share = try #require(ByteBudget(.bodies(1000)).share(of: 1))
        for _ in 0..<(Self.small / 64) { #expect(share.take(64)) }
        #expect((0..<500).allSatisfy { _ in share.take(1) })
        #expect(!share.take(1))
    }

    @Test func `bounds how many shares there are, of each user and in all`() {
        var bound = ByteBudget.Bound()
        bound.shares = 3
        bound.sharesPerUser = 2
        let budget = ByteBudget(bound)
        var held = [
            budget.share(of: 1), budget.share(of: 1), budget.share(of: 1), budget.share(of: 2), budget.share(of: 3),
        ]
        #expect(held.map { $0 != nil } == [true, true, false, true, false])
        held[0] = nil
        #expect(budget.share(of: 2) != nil && budget.share(of: 1) != nil)
    }

    @Test func `bounds how many uploads there are, of each user and in all`() {
        let budget = ByteBudget(.uploads(.mebibytes(1)))
        var held = (0..<129).map { _ in budget.share(of: 1) }
        #expect(held.map { $0 != nil } == Array(repeating: true, count: 128) + [false])
        for uid in UInt32(2)...8 { held += (0..<128).map { _ in budget.share(of: uid) } }
        #expect(held.count { $0 != nil } == 1024)
        #expect(budget.share(of: 9) == nil, "there are 1024 of eight users")
        held.removeFirst()
        #expect(budget.share(of: 9) != nil)
    }

    @Test func `gives back all that a share took, however it took it`() throws {
        var bound = ByteBudget.Bound()
        bound.bytesPerUser = 100
        let budget = ByteBudget(bound)
        for _ in 0..<3 {
            let share = try #require(budget.share(of: 1))
            #expect(share.take(60) && !share.take(41) && share.take(40) && !share.take(1))
        }
    }
}
