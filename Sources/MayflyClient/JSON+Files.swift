internal import MayflyAPI
internal import MayflyJSON

extension JSON {
    /// Files in the form of a request: as text if possible, else as base64.
    static func files(_ files: [SubmitOrder.File]) -> JSON {
        .array(
            files.map { file in
                let text = String(validating: file.bytes, as: UTF8.self)
                return .object([
                    "path": .string(file.path),
                    "content": .string(text ?? Base64.encode(file.bytes)),
                    "encoding": .string(text == nil ? "base64" : "utf8"),
                ])
            }
        )
    }
}
