internal import MayflyJSON

/// A file in a request, decoded.
package struct RequestFile: Hashable, Sendable {
    package var path: String
    package var bytes: [UInt8]

    static let most = 1000

    /// Reads `{path, content, encoding: "utf8" | "base64"}`.
    init?(_ value: JSON, at pointer: String, faults: FaultList) {
        var fields = FieldReader(value, at: pointer, faults: faults)
        let path = fields.text("path")
        let content = fields.text("content", bound: .max, .content)
        let encoding = fields.text("encoding") ?? "utf8"
        fields.finish()
        fields.require("path")
        fields.require("content")
        guard let path, let content else { return nil }
        switch encoding {
        case "utf8": self.bytes = Array(content.utf8)
        case "base64":
            guard let bytes = Base64.decode(content) else {
                faults.add(fields.pointer(to: "content"), "is not base64 (RFC 4648, with padding, without line breaks)")
                return nil
            }
            self.bytes = bytes
        default:
            faults.add(fields.pointer(to: "encoding"), "must be utf8 or base64")
            return nil
        }
        self.path = path
    }
}
