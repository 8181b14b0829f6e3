package import MayflyCore

/// The output of a script on one stream: counted and hashed as a whole, kept in part.
package struct StreamRecord: Hashable, Sendable, Codable {
    /// The bytes that were printed, kept or not.
    package var total: ByteCount
    /// The digest of everything that was printed; `nil` until the stream has ended.
    package var digest: Digest?
    /// The bytes kept from the beginning.
    package var head: ByteCount
    /// The bytes kept from the end; those in between were dropped.
    package var tail: ByteCount

    package init(
        total: ByteCount = .bytes(0),
        digest: Digest? = nil,
        head: ByteCount = .bytes(0),
        tail: ByteCount = .bytes(0)
    ) {
        self.total = total
        self.digest = digest
        self.head = head
        self.tail = tail
    }

    /// Reads a record, and refuses one in which more was kept than printed.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        total = try values.decode(ByteCount.self, forKey: .total)
        digest = try values.decodeIfPresent(Digest.self, forKey: .digest)
        head = try values.decode(ByteCount.self, forKey: .head)
        tail = try values.decode(ByteCount.self, forKey: .tail)
        let (kept, overflow) = head.bytes.addingReportingOverflow(tail.bytes)
        guard !overflow, kept <= total.bytes else {
            throw DecodingError.dataCorruptedError(
                forKey: .total,
                in: values,
                debugDescription: "more was kept than printed"
            )
        }
    }

    /// The bytes that were kept.
    package var kept: ByteCount { .bytes(head.bytes + tail.bytes) }

    /// The bytes that were printed and not kept.
    package var dropped: ByteCount { .bytes(total.bytes - head.bytes - tail.bytes) }
}
