import MayflyAgents
import MayflyCore
import MayflyTestSupport
import Testing

@Suite("The book of quotas, by a clock that is set back")
struct QuotaClockTests {
    private let noon = Fixture.wednesdayNoon

    private func after(_ time: Duration) -> Timestamp { noon.advanced(by: time) }

    @Test(arguments: [Duration.milliseconds(1), .seconds(1), .seconds(59), .seconds(86_400)])
    func `lets nobody start more for it, and nobody wait for longer than a minute`(ahead: Duration) throws {
        let agent = try Fixture.agent(AgentQuotas(startsPerMinute: 1))
        var book = QuotaBook()
        #expect(book.take(Fixture.session(0), of: agent, .none, at: after(ahead)) == nil)
        #expect(book.use(of: agent.name, at: noon).starts == 1)
        #expect(book.refusal(of: .none, for: agent, at: noon)?.retryAfter == .seconds(60))
        let refusal = book.take(Fixture.session(1), of: agent, .none, at: noon)
        #expect(refusal?.rule == .starts && refusal?.retryAfter == .seconds(60))
        #expect(book.take(Fixture.session(2), of: agent, .none, at: after(.milliseconds(59_999)))?.rule == .starts)
        #expect(book.take(Fixture.session(3), of: agent, .none, at: after(.seconds(60))) == nil)
    }

    @Test(arguments: [Duration.seconds(1), .seconds(86_400)], [false, true])
    func `lets nobody use more for it, and nobody wait for longer than an hour`(ahead: Duration, isRestored: Bool)
        throws
    {
        let agent = try Fixture.agent(AgentQuotas(cpuPerHour: .seconds(10)))
        let (ten, one) = (Charge(cpu: 10_000_000, memory: 0), Charge(cpu: 1, memory: 0))
        let (id, then) = (Fixture.session(0), after(ahead))
        var book = QuotaBook()
        if isRestored {
            book.restore(id, of: agent.name, ten, start: then, end: then)
        } else {
            #expect(book.take(id, of: agent, ten, at: then) == nil)
            book.settle(id, ten, at: then)
        }
        #expect(book.use(of: agent.name, at: noon).used == ten)
        let refusal = book.take(Fixture.session(1), of: agent, one, at: noon)
        #expect(refusal?.rule == .cpu && refusal?.retryAfter == .seconds(3600))
        #expect(book.take(Fixture.session(2), of: agent, one, at: after(.milliseconds(3_599_999)))?.rule == .cpu)
        #expect(book.take(Fixture.session(3), of: agent, one, at: after(.seconds(3600))) == nil)
    }

    @Test func `has no start after its end, and takes back one of before`() throws {
        let agent = try Fixture.agent(AgentQuotas(startsPerMinute: 2))
        var book = QuotaBook()
        let (start, end) = (after(.seconds(86_400)), after(.seconds(-61)))
        book.restore(Fixture.session(0), of: agent.name, .none, start: start, end: end)
        #expect(book.use(of: agent.name, at: noon).starts == 0)
        let none = Fixture.session(1)
        #expect(book.take(none, of: agent, .none, at: after(.seconds(1))) == nil)
        #expect(book.take(Fixture.session(2), of: agent, .none, at: noon) == nil)
        book.cancel(none)
        #expect(book.take(Fixture.session(3), of: agent, .none, at: noon) == nil)
        #expect(book.take(Fixture.session(4), of: agent, .none, at: noon)?.rule == .starts)
    }
}
