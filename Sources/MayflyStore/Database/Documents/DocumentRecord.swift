internal import MayflyCore

/// A record, or a value in one, that writes itself without a look-up of types at run time.
///
/// `Decodable` reads it. `write(to:)` must write the same bytes as ``DocumentWriter`` would: a test compares both.
protocol DocumentRecord: Codable {
    /// Writes it as one value.
    func write(to text: inout DocumentText)
}

extension TextCodable where Self: DocumentRecord {
    func write(to text: inout DocumentText) { text.value(description) }
}

extension RawRepresentable where RawValue == String, Self: DocumentRecord {
    func write(to text: inout DocumentText) { text.value(rawValue) }
}
