package import MayflyStore

/// The kept parts of one stream, or their beginning and end as far as a session shows them.
package struct KeptOutput: Hashable, Sendable {
    /// The most bytes of the beginning that a session shows.
    package static let mostShown = 256 * 1024

    package var record: StreamRecord
    package var head: [UInt8]
    /// The end; it follows ``head`` without a gap if ``StreamRecord/dropped`` is 0 and ``head`` has fewer than ``mostShown`` bytes.
    package var tail: [UInt8]

    package init(record: StreamRecord = StreamRecord(), head: [UInt8] = [], tail: [UInt8] = []) {
        self.record = record
        self.head = head
        self.tail = tail
    }
}
