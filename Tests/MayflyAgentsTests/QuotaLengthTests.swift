import MayflyAgents
import MayflyCore
import MayflyTestSupport
import Testing

@Suite("The book of quotas, where much was taken")
struct QuotaLengthTests {
    private let noon = Fixture.wednesdayNoon

    /// Seconds; many minutes if all that was taken were looked at for each session.
    @Test(.timeLimit(.minutes(10))) func `takes a session in as fast, however many were before it`() throws {
        let agent = try Fixture.agent(AgentQuotas(sessions: 1, cpuPerHour: .seconds(50)))
        let charge = Charge(cpu: 1000, memory: 1)
        var (book, refused) = (QuotaBook(), 0)
        for number in 0..<50_000 as Range<UInt64> {
            let (id, now) = (Fixture.session(number), noon.advanced(by: .milliseconds(number * 10)))
            if book.take(id, of: agent, charge, at: now) != nil { refused += 1 }
            book.settle(id, charge, at: now)
        }
        #expect(refused == 0)
        let end = noon.advanced(by: .seconds(500))
        #expect(book.use(of: agent.name, at: end).used == Charge(cpu: 50_000_000, memory: 50_000))
        for number in 50_000..<60_000 as Range<UInt64> {
            let refusal = book.take(Fixture.session(number), of: agent, charge, at: end)
            if let refusal, refusal.rule == .cpu, refusal.retryAfter == .seconds(3100) { refused += 1 }
        }
        #expect(refused == 10_000)
    }

    /// All that was taken, each with its moment.
    private struct Lists {
        var starts: [Timestamp] = []
        var ended: [(at: Timestamp, charge: Charge)] = []
        var open: [SessionID: Charge] = [:]

        mutating func goOn(to now: Timestamp) {
            starts = starts.map { min($0, now) }
            ended = ended.map { (min($0.at, now), $0.charge) }
            starts.removeAll { $0.duration(to: now) >= .seconds(60) }
            ended.removeAll { $0.at.duration(to: now) >= .seconds(3600) }
        }

        func use(at now: Timestamp) -> QuotaUse {
            var use = QuotaUse()
            use.sessions = open.count
            use.starts = starts.count { $0.duration(to: now) < .seconds(60) }
            use.used = ended.filter { $0.at.duration(to: now) < .seconds(3600) }.reduce(.none) { $0 + $1.charge }
            use.reserved = open.values.reduce(.none, +)
            return use
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `says what lists of everything say, in whatever order sessions end and however the clock goes`(seed: UInt64)
        throws
    {
        let agent = try Fixture.agent()
        var generator = SeededGenerator(state: seed)
        var (book, lists, now) = (QuotaBook(), Lists(), noon)
        for number in 0..<1000 as Range<UInt64> {
            let isSetBack = Int.random(in: 0..<200, using: &generator) == 0
            let step = isSetBack ? -7_200_000 : Int64.random(in: -500...20_000, using: &generator)
            now = now.advanced(by: .milliseconds(step))
            let charge = Charge(cpu: .random(in: 0...UInt64.max, using: &generator), memory: number)
            if Bool.random(using: &generator), let id = lists.open.keys.min() {
                let end = now.advanced(by: .milliseconds(Int64.random(in: -90_000...0, using: &generator)))
                book.settle(id, charge, at: end)
                lists.open[id] = nil
                lists.ended.append((end, charge))
            } else {
                let id = Fixture.session(number)
                let refusal = book.take(id, of: agent, charge, at: now)
                #expect(refusal == nil)
                lists.goOn(to: now)
                if Int.random(in: 0..<5, using: &generator) == 0 {
                    book.cancel(id)
                } else {
                    lists.open[id] = charge
                    lists.starts.append(now)
                }
            }
            #expect(book.use(of: agent.name, at: now) == lists.use(at: now))
        }
    }
}
