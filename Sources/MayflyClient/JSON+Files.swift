internal import MayflyAPI
internal import MayflyJSON

extension JSON {
    /// Files as a request carries them: text where it is text, base64 where not.
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
