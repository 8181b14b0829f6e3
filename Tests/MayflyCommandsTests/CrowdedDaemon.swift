import Glibc
import MayflyTestSupport
import Synchronization

/// A daemon that has no place for some of its connections.
final class CrowdedDaemon: Sendable {
    /// What a connection gets.
    enum Place: Sendable {
        /// Answers.
        case had
        /// The answer that there is none.
        case refused
        /// Its end: so many are being refused that it is not heard.
        case ignored
    }

    /// A request that was heard.
    struct Asked: Sendable {
        /// How many connections came before its own.
        let connection: Int
        /// Its method and target.
        let request: String
    }

    /// What came.
    final class Journal: Sendable {
        private let state = Mutex((connections: 0, refused: 0, asked: [Asked]()))

        /// How many connections had no place.
        var refused: Int { state.withLock { $0.refused } }
        /// The requests that were heard, in their order.
        var asked: [Asked] { state.withLock { $0.asked } }

        /// The requests whose method and target begin so.
        func asked(_ prefix: String) -> [Asked] { asked.filter { $0.request.hasPrefix(prefix) } }

        /// Waits until something has come, for some seconds at most.
        func wait(until condition: (Journal) -> Bool) {
            Waiting.keepThread { condition(self) }
        }

        fileprivate func connectionCame() -> Int {
            state.withLock { state in
                defer { state.connections += 1 }
                return state.connections
            }
        }

        fileprivate func connectionWasRefused() { state.withLock { $0.refused += 1 } }
        fileprivate func add(_ asked: Asked) { state.withLock { $0.asked.append(asked) } }
    }

    private static let refusal = #"{"code":"too_many_connections","detail":"too many connections","status":503}"#
    private let socket: ServedSocket
    let journal = Journal()

    /// - Parameters:
    ///   - place: What a connection gets, by how many came before it.
    ///   - answer: What is said to a request, by its method and target; the connection's end if nothing.
    init(
        place: @escaping @Sendable (_ connection: Int) -> Place,
        _ answer: @escaping @Sendable (_ request: String, _ journal: Journal) -> FakeDaemon.Answer?
    ) throws {
        socket = try ServedSocket()
        socket.serve { [journal] client in
            let number = journal.connectionCame()
            switch place(number) {
            case .had:
                while let request = client.readRequest() {
                    journal.add(Asked(connection: number, request: request.target))
                    guard let (status, body) = answer(request.target, journal) else { return }
                    client.answer(status, body)
                }
            case .refused:
                guard client.readRequest() != nil else { return }
                client.answer(503, Self.refusal, headers: ["Retry-After": "0", "Connection": "close"])
                journal.connectionWasRefused()
            case .ignored: journal.connectionWasRefused()
            }
        }
    }

    var path: String { socket.path }
}
