/// The body of a reply as it arrives, for example a stream that is followed.
///
/// Reading is paced by the reader: what it does not take stays with the daemon.
package struct ReplyBody: AsyncSequence {
    package typealias Element = [UInt8]
    private let connection: DaemonConnection
    /// How many bytes the stream had of which these are kept; `nil` where it may go on, and where this is no such stream.
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
