import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyService

/// What may start, by numbers alone.
@Suite("A budget of all sessions") struct SessionBudgetTests {
    private static func session(_ number: Int) throws -> SessionID {
        var generator = SeededGenerator(state: UInt64(number))
        return SessionID(milliseconds: UInt64(number), using: &generator)
    }

    /// Mebibytes and processors.
    private static func share(_ memory: UInt64, _ cpus: UInt64) -> HostShare {
        HostShare(memory: .mebibytes(memory), millicpus: cpus * 1000)
    }

    /// One thing that happens: a session asks and starts if it may, ends, is lost, or waits no longer.
    enum Step {
        case asks(Int, memory: UInt64, cpus: UInt64, starts: Bool)
        case ends(Int)
        case isLost(Int)
        case leaves(Int)
    }

    static let tables: [(name: String, steps: [Step])] = [
        (
            "what fits starts, in both dimensions",
            [
                .asks(1, memory: 600, cpus: 1, starts: true), .asks(2, memory: 400, cpus: 1, starts: true),
                .asks(3, memory: 1, cpus: 1, starts: false), .ends(2), .asks(3, memory: 400, cpus: 3, starts: true),
                .asks(4, memory: 0, cpus: 1, starts: false),
            ]
        ),
        (
            "a big one waits for those that lived before it, and small ones go on beside it",
            [
                .asks(1, memory: 300, cpus: 1, starts: true), .asks(2, memory: 300, cpus: 1, starts: true),
                .asks(9, memory: 800, cpus: 1, starts: false), .asks(3, memory: 200, cpus: 1, starts: true),
                .asks(4, memory: 200, cpus: 0, starts: false), .ends(1), .asks(4, memory: 200, cpus: 0, starts: false),
                .ends(3), .asks(4, memory: 200, cpus: 0, starts: true), .ends(2),
                .asks(9, memory: 800, cpus: 1, starts: true), .asks(5, memory: 1, cpus: 0, starts: false),
            ]
        ),
        (
            "one that needs all lets nobody pass",
            [
                .asks(1, memory: 10, cpus: 1, starts: true), .asks(9, memory: 1000, cpus: 4, starts: false),
                .asks(2, memory: 10, cpus: 1, starts: false), .ends(1), .asks(2, memory: 10, cpus: 1, starts: false),
                .asks(9, memory: 1000, cpus: 4, starts: true),
            ]
        ),
        (
            "nothing is set aside for one that has left",
            [
                .asks(1, memory: 10, cpus: 1, starts: true), .asks(9, memory: 1000, cpus: 4, starts: false),
                .asks(2, memory: 10, cpus: 1, starts: false), .leaves(9), .asks(2, memory: 10, cpus: 1, starts: true),
            ]
        ),
        (
            "the next one that waits counts those beside the last one as before it",
            [
                .asks(1, memory: 500, cpus: 1, starts: true), .asks(8, memory: 600, cpus: 1, starts: false),
                .asks(2, memory: 400, cpus: 1, starts: true), .leaves(8), .asks(9, memory: 700, cpus: 1, starts: false),
                .ends(1), .asks(3, memory: 300, cpus: 1, starts: true), .ends(2),
                .asks(9, memory: 700, cpus: 1, starts: true),
            ]
        ),
        (
            "what is lost is there no more",
            [
                .asks(1, memory: 600, cpus: 1, starts: true), .isLost(1), .asks(2, memory: 401, cpus: 1, starts: false),
                .leaves(2), .asks(3, memory: 400, cpus: 3, starts: true), .ends(3), .ends(1),
                .asks(4, memory: 401, cpus: 1, starts: false),
            ]
        ),
    ]

    @Test(arguments: tables.map(\.name)) func `says that`(name: String) throws {
        let steps = try #require(Self.tables.first { $0.name == name }).steps
        var budget = SessionBudget(Self.share(1000, 4))
        for (index, step) in steps.enumerated() {
            switch step {
            case .asks(let number, let memory, let cpus, let starts):
                let (id, share) = (try Self.session(number), Self.share(memory, cpus))
                let may = budget.admits(id, share)
                #expect(may == starts, "step \(index): session \(number)")
                if may { budget.take(id, share) }
            case .ends(let number): budget.giveBack(try Self.session(number))
            case .isLost(let number): budget.lose(try Self.session(number))
            case .leaves(let number): budget.forget(try Self.session(number))
            }
        }
    }

    @Test func `refuses what can never start, and says the numbers`() {
        let budget = SessionBudget(Self.share(1000, 4))
        #expect(throws: ServiceError.overBudget(.memory, asked: "1001Mi", budget: "1000Mi")) {
            try budget.check(Self.share(1001, 5))
        }
        #expect(throws: ServiceError.overBudget(.cpus, asked: "5", budget: "4")) {
            try budget.check(Self.share(1000, 5))
        }
        #expect(throws: Never.self) { try budget.check(Self.share(1000, 4)) }
        #expect(throws: Never.self) { try SessionBudget(.unbounded).check(HostShare(.ceiling)) }
    }

    @Test func `says what is lost of it, once, beside what is taken and what is free`() throws {
        var budget = SessionBudget(Self.share(1000, 4))
        let (first, second) = (try Self.session(1), try Self.session(2))
        budget.take(first, Self.share(600, 1))
        budget.take(second, Self.share(100, 1))
        for _ in 0..<2 {
            budget.lose(first)
            let standing = budget.standing(of: .zero)
            #expect(standing.lost == Self.share(600, 1) && standing.taken == Self.share(100, 1))
            #expect(standing.free == Self.share(300, 2) && standing.total == Self.share(400, 3))
        }
    }

    @Test func `knows how many of a kind could live at once`() {
        let budget = SessionBudget(Self.share(1000, 4))
        #expect(budget.places(for: Self.share(300, 1)) == 3)
        #expect(budget.places(for: Self.share(1, 3)) == 1)
        #expect(budget.places(for: .zero) == .max)
        #expect(SessionBudget(.unbounded).places(for: HostShare(.ceiling)) > 200)
    }

    /// Sessions of any size that come and end in any order, asked by turns as the director asks.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `is never exceeded, and whoever is first waits for those only that lived before`(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        let most = Self.share(64, 16)
        var budget = SessionBudget(most)
        var (queue, living): ([(number: Int, share: HostShare)], [Int: HostShare]) = ([], [:])
        var waited: (number: Int, before: Set<Int>)?
        for number in 0..<600 {
            if Bool.random(using: &generator) {
                let isBig = Int.random(in: 0..<8, using: &generator) == 0
                let memory = UInt64.random(in: isBig ? 32...64 : 1...8, using: &generator)
                queue.append((number, Self.share(memory, UInt64.random(in: 1...4, using: &generator))))
            } else if let ended = living.keys.sorted().randomElement(using: &generator) {
                budget.giveBack(try Self.session(ended))
                living[ended] = nil
            }
            while let first = queue.first {
                if waited?.number != first.number { waited = (first.number, Set(living.keys)) }
                let ids = try queue.map { try Self.session($0.number) }
                let ready = zip(ids, queue).enumerated().first { budget.admits($0.element.0, $0.element.1.share) }
                guard let index = ready?.offset else { break }
                let (number, share) = queue.remove(at: index)
                budget.take(ids[index], share)
                living[number] = share
            }
            #expect(budget.taken == living.values.reduce(.zero, +) && budget.taken.fits(in: most))
            guard !queue.isEmpty, let before = waited?.before else { continue }
            #expect(!before.isDisjoint(with: living.keys), "nobody is left who could keep it waiting")
        }
    }
}
