import MayflyCore
import MayflyStore
import MayflyTestSupport
import Testing

@testable import MayflyService

@Suite("What a caller has made") struct OwnershipTests {
    private func caller(_ uid: UInt32, _ agent: String?) -> Caller {
        Caller(CallerIdentity(uid: uid, gid: uid, pid: 1), roles: [.agent], agent: agent.flatMap(AgentName.init))
    }

    @Test(arguments: [(["b"], true), (["a", "b"], false), ([], true), (nil, false)] as [([String]?, Bool)])
    func `is the user's where no agent has the name any more`(inForce: [String]?, isOwn: Bool) throws {
        let caller = Caller(
            CallerIdentity(uid: 7, gid: 7, pid: 1),
            roles: [.agent],
            agent: AgentName("b"),
            agentsInForce: inForce.map { Set($0.compactMap { AgentName($0) }) }
        )
        #expect(caller.owns(7, AgentName("a")) == isOwn)
        #expect(caller.owns(7, AgentName("b")) && caller.owns(7, nil) && !caller.owns(8, AgentName("a")))
    }

    @Test(
        arguments: [
            (nil, nil, true), (nil, "a", true), ("a", "a", true), ("a", "b", false), ("a", nil, false),
        ] as [(String?, String?, Bool)]
    )
    func `is the same agent's, and the user's where nobody was one`(made: String?, asks: String?, isOwn: Bool) {
        var record = SessionRecord.example(uid: 7)
        record.agent = made.flatMap(AgentName.init)
        #expect(caller(7, asks).maySee(record) == isOwn && caller(7, asks).owns(record) == isOwn)
        let event = DaemonEvent(
            position: EventPosition(run: EventPosition.newRun(), number: 1),
            at: .now,
            content: .session(DaemonEvent.SessionFact(record))
        )
        #expect(caller(7, asks).maySee(event) == isOwn)
        #expect(!caller(8, asks).maySee(record) && !caller(8, asks).owns(record) && !caller(8, asks).maySee(event))
    }
}
