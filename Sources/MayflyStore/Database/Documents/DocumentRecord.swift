internal import MayflyCore

/// A record, or a value in one, that is written without asking at run time how.
///
/// It is read as `Decodable` says. What `write(to:)` writes is what ``DocumentWriter`` would write of it, byte for byte: a test
/// compares both.
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
