/// The kept bytes of one stream.
package struct StreamContent: Hashable, Sendable {
    package var head: [UInt8]
    package var tail: [UInt8]

    package init(head: [UInt8] = [], tail: [UInt8] = []) {
        self.head = head
        self.tail = tail
    }
}
