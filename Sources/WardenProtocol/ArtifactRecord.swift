internal import MayflyCore

/// The format of the artifact pipe: records one after the other, each a header followed by `size` bytes.
///
/// The header has the kind as u8, the length of the name as u16, the size as u64, all little-endian, then the name. A name is bytes,
/// not text, since the script chose it. A stream that does not end with a record of kind ``Kind/end`` was cut.
package struct ArtifactRecord: Hashable, Sendable {
    /// What a record contains.
    package enum Kind: UInt8, Hashable, Sendable {
        /// A collected file; its bytes follow.
        case file = 1
        /// Something that was not collected; the bytes that follow are the reason, as text.
        case skipped = 2
        /// The end of the stream.
        case end = 3
    }

    /// The number of bytes before the name.
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

    /// Parses the fixed part of a header; the record's ``name`` is still empty, and `nameLength` bytes of it follow.
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
