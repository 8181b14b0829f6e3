import LinuxSystem
import MayflyCore
import Testing
import WardenProtocol

@testable import WardenClient

@Suite("The warden's client", .timeLimit(.minutes(10))) struct WardenClientTests {
    /// A client whose warden reads only what a test reads.
    private final class Link: Sendable {
        let client: WardenClient
        private let theirs: MessageSocketHolder

        private final class MessageSocketHolder: Sendable {
            let socket: MessageSocket

            init(_ descriptor: consuming OwnedDescriptor) {
                socket = MessageSocket(descriptor)
            }
        }

        init(patience: Duration = .seconds(5)) throws {
            let pair = try SocketPair()
            theirs = MessageSocketHolder(try pair.theirs.duplicate())
            client = try WardenClient(socket: pair.takeOurs(), patience: patience)
        }

        /// The next message that the warden gets, waiting for it.
        func next() async throws -> DaemonMessage {
            while true {
                do {
                    guard let message = try theirs.socket.receive(bound: FrameBound.frame) else { throw Ended() }
                    return try DaemonMessage(frame: message.bytes)
                } catch let error as SystemCallError where error.errno == .wouldBlock {
                    try await Task.sleep(for: .milliseconds(1))
                }
            }
        }
    }

    private struct Ended: Error {}

    private func order(_ number: Int, reason: String = "why") -> KillOrder {
        var generator = SystemRandomNumberGenerator()
        let session = SessionID(milliseconds: UInt64(number), using: &generator)
        return KillOrder(session: session, cause: .killed(by: "uid 1", reason: reason), immediately: false)
    }

    private func canary() throws -> LaunchOrder {
        let profile = try #require(ProfileName("standard"))
        let request = LaunchRequest(session: order(1).session, profile: profile, work: .canary, limits: .ceiling)
        return LaunchOrder(request: request, bundle: [], input: nil, files: [])
    }

    private final class Sink: SessionSink {
        func receive(_ bytes: [UInt8], from stream: SessionStream) {}
        func ended(_ stream: SessionStream) {}
    }

    @Test(arguments: ["a\u{0}b", String(repeating: "x", count: FrameBound.sentence + 1)])
    func `sends nothing that would end the warden`(reason: String) async throws {
        let link = try Link()
        let messages = link.client.messages()
        #expect(throws: WardenClientError.self) { try link.client.kill(order(1, reason: reason)) }
        try await link.client.reload()
        #expect(try await link.next() == .reload)
        withExtendedLifetime(messages) {}
    }

    @Test func `loses no kill order while the warden does not read`() async throws {
        let link = try Link(patience: .seconds(2))
        let messages = link.client.messages()
        let orders = (0..<2000).map { order($0, reason: String(repeating: "x", count: 500)) }
        for order in orders { try link.client.kill(order) }
        await #expect(throws: WardenClientError.unresponsive) {
            _ = try await link.client.launch(try canary(), into: Sink())
        }
        for order in orders { #expect(try await link.next() == .kill(order)) }
        try await link.client.reload()
        #expect(try await link.next() == .reload, "the launch that nobody waits for was not sent")
        withExtendedLifetime(messages) {}
    }

    @Test func `keeps one order of each kind for a session`() async throws {
        let link = try Link()
        var (first, second) = (order(1, reason: "first"), order(2))
        for order in [first, first, second] { try link.client.kill(order) }
        first.cause = .shutdown
        try link.client.kill(first)
        first.immediately = true
        try link.client.kill(first)
        second.session = first.session
        let messages = link.client.messages()
        let received = [try await link.next(), try await link.next(), try await link.next()]
        #expect(received.last == .kill(first))
        try await link.client.reload()
        #expect(try await link.next() == .reload)
        withExtendedLifetime(messages) {}
    }
}
