package import MayflyJSON

/// The events of a session or of the daemon as they arrive, one JSON document each.
package struct EventLines: AsyncSequence {
    package typealias Element = JSON
    private let body: ReplyBody

    init(_ body: ReplyBody) {
        self.body = body
    }

    package func makeAsyncIterator() -> Iterator { Iterator(body: body.makeAsyncIterator()) }

    /// Cuts the body into lines.
    package struct Iterator: AsyncIteratorProtocol {
        /// The most bytes of one event: the last event of a session contains its whole description.
        private static let longest = 64 * 1024 * 1024
        private var body: ReplyBody.Iterator
        private var rest: [UInt8] = []

        fileprivate init(body: ReplyBody.Iterator) {
            self.body = body
        }

        /// - Throws: ``ClientError`` when the connection is lost, or a line is not an event.
        package mutating func next() async throws(ClientError) -> JSON? {
            while true {
                if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    let line = Array(rest[..<end])
                    rest.removeFirst(end + 1)
                    return try Self.event(line)
                }
                guard rest.count <= Self.longest else { throw .replyTooLarge(bound: Self.longest) }
                guard let piece = try await body.next() else { return nil }
                rest += piece
            }
        }

        private static func event(_ line: [UInt8]) throws(ClientError) -> JSON {
            do throws(JSONReader.Failure) {
                return try JSONReader.read(line)
            } catch {
                throw .malformedReply(to: "a request for events", reason: "not JSON at byte \(error.offset)")
            }
        }
    }
}
