package import MayflyCore
package import MayflyStore

/// One event of a session, as a reader gets it.
package struct SessionEvent: Sendable {
    /// What happened.
    package enum Content: Sendable {
        case state(SessionState)
        case output(StreamName, [UInt8])
        /// The number of bytes of a stream that were not kept, or not for a reader as slow as this one.
        case dropped(StreamName, UInt64)
        case artifact(FileRecord)
        /// Nothing has happened for a while.
        case heartbeat
        /// The last event, with the session in its final state.
        case end(SessionDetail)
    }

    /// The position after the event: a reader that continues there misses nothing and reads nothing twice.
    package var sequence: UInt64
    package var at: Timestamp
    package var content: Content
    /// The trace context that the caller of the session gave; only for states.
    package var traceparent: String?

    package init(sequence: UInt64, at: Timestamp, content: Content, traceparent: String? = nil) {
        self.sequence = sequence
        self.at = at
        self.content = content
        self.traceparent = traceparent
    }
}
