package import MayflyCore

/// A file for `/inputs`, as a caller asks for it.
package struct RequestedFile: Hashable, Sendable {
    /// Where its bytes are.
    package enum Content: Hashable, Sendable {
        case bytes([UInt8])
        case upload(UploadID)
    }

    /// Obeys `BundlePath`, or is refused.
    package var path: String
    package var content: Content

    package init(path: String, content: Content) {
        self.path = path
        self.content = content
    }
}
