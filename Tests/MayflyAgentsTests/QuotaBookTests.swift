import MayflyAgents
import MayflyCore
import MayflyTestSupport
import Testing

@Suite("The book of quotas")
struct QuotaBookTests {
    private static let second = Charge(cpu: 1_000_000, memory: 1 << 30)
    private let noon = Fixture.wednesdayNoon

    private func after(_ seconds: Double) -> Timestamp { noon.advanced(by: .milliseconds(Int64(seconds * 1000))) }

    @Test func `bounds sessions that have not ended`() throws {
        let agent = try Fixture.agent(AgentQuotas(sessions: 2))
        var book = QuotaBook()
        let ids = (0..<4).map { Fixture.session($0) }
        #expect(book.take(ids[0], of: agent, Self.second, at: noon) == nil)
        #expect(book.take(ids[1], of: agent, Self.second, at: noon) == nil)
        let answer1 = book.take(ids[2], of: agent, Self.second, at: noon)
        let refusal = try #require(answer1)
        #expect(refusal.sentence == "agent bot may have 2 sessions at once, and has 2; try again in 1 s")
        book.settle(ids[0], .none, at: noon)
        book.settle(ids[0], .none, at: noon)
        #expect(book.take(ids[2], of: agent, Self.second, at: noon) == nil)
        #expect(book.take(ids[3], of: agent, Self.second, at: noon)?.rule == .sessions)
        book.cancel(ids[2])
        #expect(book.take(ids[3], of: agent, Self.second, at: noon) == nil)
    }

    @Test func `bounds starts within any minute`() throws {
        let agent = try Fixture.agent(AgentQuotas(startsPerMinute: 3))
        var book = QuotaBook()
        for (index, time) in [0.0, 10, 20].enumerated() {
            #expect(book.take(Fixture.session(UInt64(index)), of: agent, Self.second, at: after(time)) == nil)
        }
        let answer2 = book.take(Fixture.session(9), of: agent, Self.second, at: after(59.5))
        let refusal = try #require(answer2)
        #expect(refusal.sentence == "agent bot may start 3 sessions a minute, and has started 3; try again in 1 s")
        #expect(refusal.retryAfter == .milliseconds(500))
        #expect(book.take(Fixture.session(10), of: agent, Self.second, at: after(60)) == nil)
        #expect(book.take(Fixture.session(11), of: agent, Self.second, at: after(69.999))?.rule == .starts)
        // What is no session after all was no start.
        let last = Fixture.session(12)
        #expect(book.take(last, of: agent, Self.second, at: after(70)) == nil)
        book.cancel(last)
        #expect(book.take(Fixture.session(13), of: agent, Self.second, at: after(70)) == nil)
    }

    @Test func `sets aside what a session may take, and counts what it took`() throws {
        let agent = try Fixture.agent(AgentQuotas(cpuPerHour: .seconds(10)))
        var book = QuotaBook()
        let four = Charge(cpu: 4_000_000, memory: 0)
        let ids = (0..<5).map { Fixture.session($0) }
        #expect(book.take(ids[0], of: agent, four, at: noon) == nil)
        #expect(book.take(ids[1], of: agent, four, at: noon) == nil)
        let answer3 = book.take(ids[2], of: agent, four, at: noon)
        let waits = try #require(answer3)
        #expect(
            waits.sentence == "agent bot may use 10.000 s of processor time an hour; 8.000 s are used or set aside, "
                + "and this session may take 4.000 s; try again in 1 s"
        )
        book.settle(ids[0], Charge(cpu: 3_000_000, memory: 0), at: after(5))
        #expect(book.take(ids[2], of: agent, four, at: after(5))?.retryAfter == .seconds(1))
        book.settle(ids[1], Charge(cpu: 3_500_000, memory: 0), at: after(6))
        // 6.5 s are used: there is room again when the first 3 s are an hour old.
        #expect(book.take(ids[2], of: agent, four, at: after(10))?.retryAfter == .seconds(3595))
        #expect(book.take(ids[2], of: agent, four, at: after(3604.999))?.rule == .cpu)
        #expect(book.take(ids[2], of: agent, four, at: after(3605)) == nil)
        let never = Charge(cpu: 11_000_000, memory: 0)
        let answer4 = book.take(ids[3], of: agent, never, at: after(9000))
        let refusal = try #require(answer4)
        #expect(refusal.rule == .cpu && refusal.retryAfter == nil)
    }

    @Test func `counts memory over time`() throws {
        let agent = try Fixture.agent(AgentQuotas(memoryPerHour: 2 << 30))
        var book = QuotaBook()
        #expect(book.take(Fixture.session(0), of: agent, Self.second, at: noon) == nil)
        #expect(book.take(Fixture.session(1), of: agent, Self.second, at: noon) == nil)
        let answer5 = book.take(Fixture.session(2), of: agent, Self.second, at: noon)
        let refusal = try #require(answer5)
        #expect(
            refusal.sentence == "agent bot may use 2Gi byte-seconds of memory an hour; 2Gi are used or set aside, "
                + "and this session may take 1Gi; try again in 1 s"
        )
    }

    @Test func `keeps agents apart, and those without quotas free`() throws {
        let bound = try Fixture.agent(AgentQuotas(sessions: 1))
        var free = try Fixture.agent()
        free.name = try #require(AgentName("free"))
        var book = QuotaBook()
        #expect(book.take(Fixture.session(0), of: bound, Self.second, at: noon) == nil)
        for number in 1..<500 {
            #expect(book.take(Fixture.session(UInt64(number)), of: free, Self.second, at: noon) == nil)
        }
        #expect(book.take(Fixture.session(999), of: bound, Self.second, at: noon) != nil)
    }

    @Test func `goes on where an earlier one was`() throws {
        let agent = try Fixture.agent(AgentQuotas(sessions: 2, cpuPerHour: .seconds(10)))
        var book = QuotaBook()
        let (open, ended) = (Fixture.session(0), Fixture.session(1))
        book.restore(ended, of: agent.name, Charge(cpu: 5_000_000, memory: 7), start: after(-60), end: after(-30))
        book.restore(open, of: agent.name, Charge(cpu: 4_000_000, memory: 0), start: after(-40), end: nil)
        let use = book.use(of: agent.name, at: noon)
        #expect(use.sessions == 1 && use.starts == 1)
        #expect(use.used == Charge(cpu: 5_000_000, memory: 7) && use.reserved.cpu == 4_000_000)
        #expect(book.take(Fixture.session(2), of: agent, Charge(cpu: 2_000_000, memory: 0), at: noon)?.rule == .cpu)
        book.settle(open, .none, at: noon)
        #expect(book.take(Fixture.session(2), of: agent, Charge(cpu: 2_000_000, memory: 0), at: noon) == nil)
    }

    @Test func `knows when there is room, in whatever order it was restored`() throws {
        let agent = try Fixture.agent(AgentQuotas(startsPerMinute: 2, cpuPerHour: .seconds(10)))
        var book = QuotaBook()
        for (number, end) in [-600.0, -3000, -1200].enumerated() {
            let charge = Charge(cpu: 3_000_000, memory: 0)
            book.restore(Fixture.session(UInt64(number)), of: agent.name, charge, start: after(end), end: after(end))
        }
        let answer = book.take(Fixture.session(9), of: agent, Charge(cpu: 4_000_000, memory: 0), at: noon)
        #expect(answer?.rule == .cpu && answer?.retryAfter == .seconds(600))
        for start in [-10.0, -50] {
            book.restore(Fixture.session(20), of: agent.name, .none, start: after(start), end: after(start))
        }
        #expect(book.take(Fixture.session(9), of: agent, .none, at: noon)?.retryAfter == .seconds(10))
    }

    /// Whatever happens in whatever order: what is used and what is set aside never exceed a quota together.
    @Test(arguments: 0..<20 as Range<UInt64>) func `never lets more in than quotas allow`(seed: UInt64) throws {
        let quotas = AgentQuotas(sessions: 5, startsPerMinute: 20, cpuPerHour: .seconds(30), memoryPerHour: 40 << 30)
        let agent = try Fixture.agent(quotas)
        var generator = SeededGenerator(state: seed)
        var (book, now, open, starts, refusals) = (QuotaBook(), noon, [SessionID: Charge](), [Timestamp](), 0)
        for number in 0..<400 as Range<UInt64> {
            now = now.advanced(by: .milliseconds(Int64.random(in: 0...20_000, using: &generator)))
            if Bool.random(using: &generator), let id = open.keys.min() {
                let most = open.removeValue(forKey: id) ?? .none
                book.settle(id, Charge(cpu: .random(in: 0...most.cpu, using: &generator), memory: most.memory), at: now)
            } else {
                let charge = Charge(cpu: .random(in: 1...5_000_000, using: &generator), memory: 1 << 30)
                let id = Fixture.session(number)
                if let refusal = book.take(id, of: agent, charge, at: now) {
                    refusals += 1
                    #expect(refusal.agent == agent.name && refusal.rule.isQuota)
                } else {
                    open[id] = charge
                    starts.append(now)
                }
            }
            let use = book.use(of: agent.name, at: now)
            #expect(use.sessions <= 5 && use.sessions == open.count)
            #expect(use.starts <= 20 && use.starts == starts.count { $0.duration(to: now) < .seconds(60) })
            #expect((use.used + use.reserved).cpu <= 30_000_000 && (use.used + use.reserved).memory <= 40 << 30)
        }
        #expect(refusals > 0)
    }
}

@Suite("A charge")
struct ChargeTests {
    @Test func `is what was counted, else what was set aside`() {
        let reserved = Charge(cpu: 9, memory: 99)
        var usage = Usage()
        #expect(Charge(used: usage, of: reserved) == reserved)
        (usage.cpuTotal, usage.memoryPeak, usage.wall) = (.milliseconds(2), .bytes(1000), .milliseconds(1500))
        #expect(Charge(used: usage, of: reserved) == Charge(cpu: 2000, memory: 1500))
    }

    @Test func `is rounded up, and never overflows`() {
        #expect(Charge(cpu: .zero, memory: .bytes(1), over: .milliseconds(1)).memory == 1)
        let huge = Charge(cpu: .seconds(Int64.max / 4), memory: .bytes(.max), over: .seconds(Int64.max / 4))
        #expect(huge == Charge(cpu: .max, memory: .max))
        #expect((0..<1000).reduce(Charge.none) { sum, _ in sum + huge }.cpu == .max)
    }
}
