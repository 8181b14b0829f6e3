internal import MayflyCore

/// What the collector writes to the artifact pipe: records one after the other, each a header and then `size` bytes.
///
/// Header: kind u8, the length of the name u16, the size u64, all little-endian, then the name. A name is bytes, not text:
/// the script chose it. The stream ends with a record of kind ``Kind/end``; a stream that does not was cut.
package struct ArtifactRecord: Hashable, Sendable {
    /// What a record is about.
    package enum Kind: UInt8, Hashable, Sendable {
        /// A collected file; its bytes follow.
        case file = 1
        /// Something that was not collected; the bytes that follow are the reason, as text.
        case skipped = 2
        /// Nothing more comes.
        case end = 3
    }

    /// Bytes before the name.
    package static let headerLength = 11

    package var kind: Kind
    package var name: [UInt8]
    package var size: UInt64

    package init(kind: Kind, name: [UInt8], size: UInt64) {
        self.kind = kind
        self.name = name
        self.size = size
    }

    /// The header and the name.
    package var header: [UInt8] {
        var frame = FrameWriter()
        frame.integer(kind.rawValue)
        frame.integer(UInt16(name.count))
        frame.integer(size)
        frame.raw(name)
        return frame.bytes
    }

    /// Reads the fixed part; ``name`` is still empty, and as long as the second value says.
    package static func parse(header: [UInt8]) throws(FrameError) -> (record: ArtifactRecord, nameLength: Int) {
        var frame = FrameReader(header)
        guard let kind = Kind(rawValue: try frame.integer("kind")) else { throw .invalid(field: "kind") }
        let nameLength = Int(try frame.integer("name_length", as: UInt16.self))
        let size = try frame.integer("size", as: UInt64.self)
        try frame.finish()
        guard nameLength <= 4096 else { throw .tooLarge(field: "name", count: nameLength, bound: 4096) }
        return (ArtifactRecord(kind: kind, name: [], size: size), nameLength)
    }
}
