import MayflyTestSupport
import Synchronization

/// A Unix socket that answers each request with the JSON that a test has for it.
final class FakeDaemon: Sendable {
    /// A status, and JSON.
    typealias Answer = (status: Int, body: String)

    private let socket: ServedSocket
    private let journal = Journal()

    /// What was asked.
    private final class Journal: Sendable {
        let requests = Mutex<[String]>([])
    }

    /// - Parameters:
    ///   - headers: What is said beside the answer, by the beginning of a request's method and target.
    ///   - answer: What is said to a request, by its method and target, for example `GET /v1/agents`.
    init(
        headers: [String: [String: String]] = [:],
        _ answer: @escaping @Sendable (_ request: String) -> Answer
    ) throws {
        socket = try ServedSocket()
        socket.serve { [journal] client in
            while let request = client.readRequest() {
                let text = request.text
                journal.requests.withLock { $0.append(text) }
                let (status, body) = answer(request.target)
                let more = headers.first { request.target.hasPrefix($0.key) }?.value ?? [:]
                client.answer(status, body, headers: more)
            }
        }
    }

    var path: String { socket.path }
    /// The requests that came, each with its head and its body.
    var requests: [String] { journal.requests.withLock { $0 } }
}
