/// A file of a bundle or of a session's inputs, with its bytes.
package struct FileContent: Hashable, Sendable {
    /// Must obey `BundlePath`; otherwise the file is refused.
    package var path: String
    package var bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}
