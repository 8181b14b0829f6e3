import Glibc

/// A connection that a ``ServedSocket`` accepted and lends to the test.
package struct ServedConnection: Sendable {
    private let descriptor: Int32

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Reads available bytes, or waits for them; empty when the client is gone.
    package func read(atMost count: Int = 65_536) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let received = recv(descriptor, &bytes, count, 0)
        return Array(bytes.prefix(max(0, received)))
    }

    /// Reads a request to its end; `nil` when the client goes first.
    package func readRequest() -> ReceivedRequest? {
        var bytes: [UInt8] = []
        while true {
            if let request = ReceivedRequest(bytes) { return request }
            let piece = read()
            guard !piece.isEmpty else { return nil }
            bytes += piece
        }
    }

    /// Writes text unchanged; the text is lost if the client is gone.
    package func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Answers a request with a status, JSON and any further headers.
    package func answer(_ status: Int, _ body: String, headers: [String: String] = [:]) {
        let more = headers.map { "\($0): \($1)\r\n" }.joined()
        let head = "HTTP/1.1 \(status) Answer\r\nContent-Type: application/json\r\n\(more)Content-Length: "
        write("\(head)\(body.utf8.count)\r\n\r\n\(body)")
    }

    func close() { _ = Glibc.close(descriptor) }
}
