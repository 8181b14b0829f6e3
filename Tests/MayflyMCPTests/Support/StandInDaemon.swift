import MayflyTestSupport
import Synchronization

/// A Unix socket that answers as a test has it answer.
final class StandInDaemon: Sendable {
    /// What a request is answered with.
    enum Reply: Sendable {
        case json(String, status: Int = 200)
        /// Nothing for as long as the client waits.
        case silence
    }

    private let socket: ServedSocket
    private let journal = Journal()

    /// What came; not the daemon's own, whose threads may outlive it.
    private final class Journal: Sendable {
        let requests = Mutex<[ReceivedRequest]>([])
        let gone = Mutex(0)
    }

    /// Listens.
    ///
    /// - Parameter answer: The reply to a request, whose method and target it is given; called on the connection's
    ///   thread.
    init(_ answer: @escaping @Sendable (String) -> Reply) throws {
        socket = try ServedSocket()
        socket.serve { [journal] client in Self.serve(client, journal, answer) }
    }

    var path: String { socket.path }
    /// The requests that came, as text.
    var requests: [String] { journal.requests.withLock { $0 }.map(\.text) }
    /// The method and target of each.
    var targets: [String] { journal.requests.withLock { $0 }.map(\.target) }
    /// How many clients have gone while they waited.
    var gone: Int { journal.gone.withLock { $0 } }

    private static func serve(_ client: ServedConnection, _ journal: Journal, _ answer: (String) -> Reply) {
        while let request = client.readRequest() {
            journal.requests.withLock { $0.append(request) }
            guard case .json(let body, let status) = answer(request.target) else {
                _ = client.read(atMost: 1)
                return journal.gone.withLock { $0 += 1 }
            }
            client.answer(status, body)
        }
    }
}

extension StandInDaemon.Reply {
    /// What a session's submission is answered with.
    static let submitted = StandInDaemon.Reply.json(
        #"{"id":"ses_01kazm5d1v0000000000000abc","state":"queued"}"#,
        status: 201
    )

    /// The events of a session that prints a word and ends.
    static let events = StandInDaemon.Reply.json(
        """
        {"type":"stdout","text":"word"}
        {"type":"end","session":{"id":"ses_01kazm5d1v0000000000000abc","state":"destroyed","verdict":"ok","stdout":{"text":"word","truncated":false}}}

        """
    )

    /// What a daemon says that cannot do what it was asked.
    static let failure = StandInDaemon.Reply.json(#"{"code":"internal_error","detail":"no luck"}"#, status: 500)
}
