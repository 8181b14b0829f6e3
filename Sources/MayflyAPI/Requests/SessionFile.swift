package import MayflyCore
internal import MayflyJSON

/// A file for a session: in the request itself, or uploaded before.
package struct SessionFile: Hashable, Sendable {
    /// The source of the file's bytes.
    package enum Content: Hashable, Sendable {
        case bytes([UInt8])
        case upload(UploadID)
    }

    package var path: String
    package var content: Content

    /// Reads `{path, content, encoding}` or `{path, upload}`.
    init?(_ value: JSON, at pointer: String, faults: FaultList) {
        guard value["upload"] != nil else {
            guard let file = RequestFile(value, at: pointer, faults: faults) else { return nil }
            (path, content) = (file.path, .bytes(file.bytes))
            return
        }
        var fields = FieldReader(value, at: pointer, faults: faults)
        let path = fields.text("path")
        let upload = fields.parsed("upload", "upl_ and 26 characters, as POST /v1/uploads answered", UploadID.init)
        fields.finish()
        fields.require("path")
        fields.require("upload")
        guard let path, let upload else { return nil }
        (self.path, content) = (path, .upload(upload))
    }
}
