package import MayflyStore

/// What was kept of one stream, or as much of its beginning and its end as is shown of a session.
package struct KeptOutput: Hashable, Sendable {
    /// The most bytes of the beginning that are shown with a session.
    package static let mostShown = 256 * 1024

    package var record: StreamRecord
    package var head: [UInt8]
    /// From the end; when ``StreamRecord/dropped`` is 0 and ``head`` has fewer than ``mostShown`` bytes, it follows without
    /// a gap.
    package var tail: [UInt8]

    package init(record: StreamRecord = StreamRecord(), head: [UInt8] = [], tail: [UInt8] = []) {
        self.record = record
        self.head = head
        self.tail = tail
    }
}
