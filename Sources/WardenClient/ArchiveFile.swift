/// A file that goes into an archive for the warden.
package struct ArchiveFile: Sendable {
    /// Where its bytes are.
    package enum Content: Sendable {
        case bytes([UInt8])
        /// Somewhere else, to be copied in pieces.
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

    /// Its length in bytes.
    var count: Int {
        switch content {
        case .bytes(let bytes): bytes.count
        case .source(let source): source.count
        }
    }
}
