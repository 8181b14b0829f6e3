package import MayflyCore

/// A file for `/inputs`, as the caller requests it.
package struct RequestedFile: Hashable, Sendable {
    /// Where the file's bytes are.
    package enum Content: Hashable, Sendable {
        case bytes([UInt8])
        case upload(UploadID)
    }

    /// Must obey `BundlePath`; otherwise the file is refused.
    package var path: String
    package var content: Content

    package init(path: String, content: Content) {
        self.path = path
        self.content = content
    }
}
