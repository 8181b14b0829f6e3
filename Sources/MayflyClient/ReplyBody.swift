/// The body of a reply as it arrives, for example a followed stream.
///
/// The reader sets the pace: unread bytes stay with the daemon.
package struct ReplyBody: AsyncSequence {
    package typealias Element = [UInt8]
    private let connection: DaemonConnection
    /// The full length of a stream that may be kept only in part; `nil` while it may grow, and for any other body.
    package let streamBytes: Int64?

    init(_ connection: DaemonConnection, streamBytes: Int64? = nil) {
        self.connection = connection
        self.streamBytes = streamBytes
    }

    package func makeAsyncIterator() -> Iterator { Iterator(connection: connection) }

    /// Reads chunk after chunk.
    package struct Iterator: AsyncIteratorProtocol {
        fileprivate let connection: DaemonConnection

        package mutating func next() async throws(ClientError) -> [UInt8]? {
            try await connection.nextBytes()
        }
    }
}
