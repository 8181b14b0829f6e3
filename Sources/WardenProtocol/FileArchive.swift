internal import MayflyCore

/// A set of files in one memfd: a header that lists them, then their contents one after the other.
///
/// Layout: the bytes `MFA1`, the header's length as u32, the header (a list of path and u64 size), the contents. The files
/// are sorted by the bytes of their paths, without duplicates. A path that ``BundlePath`` refuses makes the archive invalid.
package struct FileArchive: Hashable, Sendable {
    /// One file of the archive.
    package struct Entry: Hashable, Sendable {
        package var path: String
        package var size: UInt64

        package init(path: String, size: UInt64) {
            self.path = path
            self.size = size
        }
    }

    package static let magic: [UInt8] = Array("MFA1".utf8)
    /// The number of bytes before the header.
    package static let prefixLength = 8
    /// The length of the longest header.
    package static let longestHeader = FrameBound.files * (BundlePath.longest + 12) + 4

    package let entries: [Entry]

    /// - Precondition: The paths are valid and sorted, and the sizes are those of the contents that will follow.
    package init(entries: [Entry]) {
        self.entries = entries
    }

    /// The prefix and the header, which the contents must follow.
    package var header: [UInt8] {
        var body = FrameWriter()
        body.list(entries) { frame, entry in
            frame.text(entry.path)
            frame.integer(entry.size)
        }
        var whole = FrameWriter()
        whole.raw(Self.magic)
        whole.integer(UInt32(body.bytes.count))
        whole.raw(body.bytes)
        return whole.bytes
    }

    /// Reads the length of the header from the archive's first eight bytes.
    package static func headerLength(prefix: [UInt8]) throws(FrameError) -> Int {
        var reader = FrameReader(prefix)
        guard try reader.raw("magic", count: 4) == magic else { throw .invalid(field: "magic") }
        let length = Int(try reader.integer("header_length", as: UInt32.self))
        try reader.finish()
        guard length <= longestHeader else { throw .tooLarge(field: "header", count: length, bound: longestHeader) }
        return length
    }

    /// Parses the header, and checks it against the number of bytes that follow it.
    package init(header: [UInt8], contentLength: UInt64) throws(FrameError) {
        var reader = FrameReader(header)
        let entries = try reader.list("files", bound: FrameBound.files) { (frame) throws(FrameError) in
            Entry(
                path: try frame.checked("path", bound: BundlePath.longest) { BundlePath.accepts($0) ? $0 : nil },
                size: try frame.integer("size")
            )
        }
        try reader.finish()
        for (left, right) in zip(entries, entries.dropFirst()) where !Manifest.precedes(left.path, right.path) {
            throw .invalid(field: "order")
        }
        var total: UInt64 = 0
        for entry in entries {
            let (sum, overflow) = total.addingReportingOverflow(entry.size)
            guard !overflow, sum <= UInt64(FrameBound.archive) else { throw .invalid(field: "size") }
            total = sum
        }
        guard total == contentLength else { throw .invalid(field: "content_length") }
        self.entries = entries
    }
}
