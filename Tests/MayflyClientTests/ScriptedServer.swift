import Glibc
import MayflyTestSupport
import Synchronization

/// A Unix socket that answers with bytes written down beforehand, to show what a client does with them.
final class ScriptedServer: Sendable {
    /// What the server does on one connection, one after the other.
    enum Step: Sendable {
        /// Reads a whole request.
        case readRequest
        /// Reads the first bytes of a request.
        case readStart
        /// Writes bytes.
        case send(String)
        /// Leaves the client waiting.
        case pause(Duration)
    }

    private let socket: ServedSocket
    private let journal = Journal()

    /// The requests that came.
    ///
    /// Not the server's own: it ends when its test does, whatever its thread still waits for.
    private final class Journal: Sendable {
        let requests = Mutex<[String]>([])
    }

    /// Listens, and answers each connection with the next of `connections`.
    init(_ connections: [Step]...) throws {
        socket = try ServedSocket()
        socket.serve(inTurn: connections) { [journal] steps, client in
            for step in steps { Self.perform(step, client, journal) }
        }
    }

    var path: String { socket.path }
    /// The whole requests that came, as text.
    var requests: [String] { journal.requests.withLock { $0 } }

    private static func perform(_ step: Step, _ client: ServedConnection, _ journal: Journal) {
        switch step {
        case .readRequest:
            guard let request = client.readRequest() else { return }
            journal.requests.withLock { $0.append(request.text) }
        case .readStart: _ = client.read(atMost: 64)
        case .send(let text): client.write(text)
        case .pause(let duration):
            usleep(
                UInt32(duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000)
            )
        }
    }
}
