import LinuxSystem
import MayflyCore
import Testing
import WardenClient
import WardenProtocol

@Suite("The warden's client") struct WardenClientTests {
    @Test(arguments: ["a\u{0}b", String(repeating: "x", count: FrameBound.sentence + 1)])
    func `sends nothing that would end the warden`(reason: String) throws {
        let pair = try SocketPair()
        let warden = MessageSocket(try pair.theirs.duplicate())
        let client = WardenClient(socket: pair.takeOurs())
        let session = try #require(SessionID("ses_01m85xm72t7a24204s7fh61fck"))
        let order = KillOrder(session: session, cause: .killed(by: "uid 1", reason: reason), immediately: false)
        #expect(throws: WardenClientError.self) { try client.kill(order) }
        try client.reload()
        guard let received = try warden.receive(bound: FrameBound.frame) else {
            Issue.record("nothing was sent")
            return
        }
        let bytes = received.bytes
        #expect(try DaemonMessage(frame: bytes) == .reload)
    }
}
