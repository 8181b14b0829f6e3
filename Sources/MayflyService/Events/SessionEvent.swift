package import MayflyCore
package import MayflyStore

/// One thing that happened in a session, as a reader of its events is told.
package struct SessionEvent: Sendable {
    /// What happened.
    package enum Content: Sendable {
        case state(SessionState)
        case output(StreamName, [UInt8])
        /// So many bytes of a stream were not kept, or not for readers as slow as this one.
        case dropped(StreamName, UInt64)
        case artifact(FileRecord)
        /// Nothing has happened for a while.
        case heartbeat
        /// The last event: the session as it stays.
        case end(SessionDetail)
    }

    /// The position after it: whoever goes on from there misses nothing and reads nothing twice.
    package var sequence: UInt64
    package var at: Timestamp
    package var content: Content
    /// The trace that the session belongs to, as its caller said; with states only.
    package var traceparent: String?

    package init(sequence: UInt64, at: Timestamp, content: Content, traceparent: String? = nil) {
        self.sequence = sequence
        self.at = at
        self.content = content
        self.traceparent = traceparent
    }
}
