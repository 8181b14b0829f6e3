/// A file for an archive that is sent to the warden.
package struct ArchiveFile: Sendable {
    /// Where the file's bytes come from.
    package enum Content: Sendable {
        case bytes([UInt8])
        /// From a source that is copied in pieces.
        case source(any ArchiveSource)
    }

    package var path: String
    package var content: Content

    package init(path: String, content: Content) {
        self.path = path
        self.content = content
    }

    package init(path: String, bytes: [UInt8]) {
        self.init(path: path, content: .bytes(bytes))
    }

    /// The length in bytes.
    var count: Int {
        switch content {
        case .bytes(let bytes): bytes.count
        case .source(let source): source.count
        }
    }
}
