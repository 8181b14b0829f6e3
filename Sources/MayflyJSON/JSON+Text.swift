extension JSON {
    /// The value as one line of JSON.
    package var compactText: String { String(decoding: compactBytes, as: UTF8.self) }

    /// The value as one line of JSON, in UTF-8.
    package var compactBytes: [UInt8] {
        var writer = JSONWriter(isPretty: false)
        writer.write(self)
        return writer.bytes
    }

    /// The value as JSON for people: two spaces per level.
    package var prettyText: String {
        var writer = JSONWriter(isPretty: true)
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
