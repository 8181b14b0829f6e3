import MayflyTestSupport

/// A Unix socket that answers each request with the JSON that a test has for it.
final class FakeDaemon: Sendable {
    /// A status, and JSON.
    typealias Answer = (status: Int, body: String)

    private let socket: ServedSocket

    /// - Parameter answer: What is said to a request, by its method and target, for example `GET /v1/agents`.
    init(_ answer: @escaping @Sendable (_ request: String) -> Answer) throws {
        socket = try ServedSocket()
        socket.serve { client in
            while let request = client.readRequest() {
                let (status, body) = answer(request.target)
                client.answer(status, body)
            }
        }
    }

    var path: String { socket.path }
}
