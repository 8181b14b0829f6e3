package import MayflyCore

/// A file by name, size and content: of a bundle, of a session's inputs, or of its artifacts.
package struct FileRecord: Hashable, Sendable, Codable {
    /// A relative path.
    ///
    /// In artifacts, bytes that are not printable text are written as `%XX`, and `%` itself as `%25`.
    package var path: String
    package var size: ByteCount
    package var digest: Digest

    package init(path: String, size: ByteCount, digest: Digest) {
        self.path = path
        self.size = size
        self.digest = digest
    }
}
