/// Encodes a record as JSON, and writes each value directly into the text.
///
/// Foundation's encoder makes an object of each value, and then sorts and writes them. Here members keep the order in which they
/// are encoded: that of their declaration, and no particular one for a dictionary. ``DocumentText`` serves the records that every
/// session writes.
///
/// It supports what records contain: objects, lists, texts, whole numbers, booleans. It throws on anything else, and never returns
/// half a document.
final class DocumentWriter: Encoder {
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]
    private var bytes: [UInt8] = []
    /// The closing brackets of the open objects and lists, the innermost last.
    private var brackets: [UInt8] = []
    /// Whether a value must follow: after a name, at an element's place, and at the beginning.
    private var isDue = true
    /// Whether a value was written where none was due.
    private var isMisplaced = false

    init() {
        bytes.reserveCapacity(6 * 1024)
    }

    /// The whole text.
    ///
    /// - Throws: `EncodingError` when nothing was written.
    func finish() throws -> String {
        close(to: 0)
        try checkWritten(self)
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: - Objects and lists

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(DocumentObject(self, depth: open("{", "}")))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { DocumentList(self, depth: open("[", "]")) }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    /// Begins an object or a list, and returns its depth.
    func open(_ bracket: Unicode.Scalar, _ closing: Unicode.Scalar) -> Int {
        begin()
        bytes.append(UInt8(ascii: bracket))
        brackets.append(UInt8(ascii: closing))
        return brackets.count
    }

    /// Begins the next element of the list at `depth`, and closes everything that is open within the list.
    func element(depth: Int) {
        close(to: depth)
        if let last = bytes.last, last != UInt8(ascii: "{"), last != UInt8(ascii: "[") {
            bytes.append(UInt8(ascii: ","))
        }
        isDue = true
    }

    /// Begins the next member of the object at `depth`.
    func member(_ name: String, depth: Int) {
        element(depth: depth)
        append(name)
        bytes.append(UInt8(ascii: ":"))
    }

    /// Encodes a value, and closes whatever its type has opened.
    func value<Value: Encodable>(_ value: Value) throws {
        let depth = brackets.count
        try value.encode(to: self)
        close(to: depth)
        try checkWritten(value)
    }

    private func close(to depth: Int) {
        while brackets.count > depth { bytes.append(brackets.removeLast()) }
    }

    private func checkWritten(_ value: Any) throws {
        guard isDue || isMisplaced else { return }
        throw Self.refusal(value, "its type writes none or two values in the place of one")
    }

    private static func refusal(_ value: Any, _ reason: String) -> EncodingError {
        EncodingError.invalidValue(value, .init(codingPath: [], debugDescription: reason))
    }

    // MARK: - Texts

    private func append(_ text: String) { DocumentEscape.append(text, to: &bytes) }
}

// MARK: - Single values

extension DocumentWriter: SingleValueEncodingContainer {
    func encodeNil() throws { plain("null") }
    func encode(_ value: Bool) throws { plain(value ? "true" : "false") }
    func encode(_ value: Int) throws { plain(String(value)) }
    func encode(_ value: Int8) throws { plain(String(value)) }
    func encode(_ value: Int16) throws { plain(String(value)) }
    func encode(_ value: Int32) throws { plain(String(value)) }
    func encode(_ value: Int64) throws { plain(String(value)) }
    func encode(_ value: UInt) throws { plain(String(value)) }
    func encode(_ value: UInt8) throws { plain(String(value)) }
    func encode(_ value: UInt16) throws { plain(String(value)) }
    func encode(_ value: UInt32) throws { plain(String(value)) }
    func encode(_ value: UInt64) throws { plain(String(value)) }
    func encode(_ value: Double) throws { throw Self.refusal(value, "records have whole numbers only") }
    func encode(_ value: Float) throws { throw Self.refusal(value, "records have whole numbers only") }
    func encode(_ value: some Encodable) throws { try self.value(value) }

    func encode(_ value: String) throws {
        begin()
        append(value)
    }

    private func plain(_ word: String) {
        begin()
        bytes.append(contentsOf: word.utf8)
    }

    private func begin() {
        isMisplaced = isMisplaced || !isDue
        isDue = false
    }
}
