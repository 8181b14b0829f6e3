package import MayflyStore

/// What was kept of one stream.
package struct KeptOutput: Hashable, Sendable {
    package var record: StreamRecord
    package var head: [UInt8]
    /// From the end; when ``StreamRecord/dropped`` is 0 it follows ``head`` without a gap.
    package var tail: [UInt8]

    package init(record: StreamRecord = StreamRecord(), head: [UInt8] = [], tail: [UInt8] = []) {
        self.record = record
        self.head = head
        self.tail = tail
    }
}
