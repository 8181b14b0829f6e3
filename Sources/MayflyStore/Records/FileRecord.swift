package import MayflyCore

/// A file by name, size and content: of a bundle, of a session's inputs, or of what a session left.
package struct FileRecord: Hashable, Sendable, Codable {
    /// A relative path.
    ///
    /// In artifacts, bytes that are no printable text are written `%XX`, and `%` itself `%25`.
    package var path: String
    package var size: ByteCount
    package var digest: Digest

    package init(path: String, size: ByteCount, digest: Digest) {
        self.path = path
        self.size = size
        self.digest = digest
    }
}
