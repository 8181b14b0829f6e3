/// A value that is encoded as its text.
///
/// Decoding applies the type's own rule, so that a damaged or edited record cannot contain an invalid value.
package protocol TextCodable: Codable, CustomStringConvertible {
    /// The name of the type in errors.
    static var typeName: String { get }

    init?(_ text: String)
}

extension TextCodable {
    package static var typeName: String { "\(Self.self)" }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no \(Self.typeName)")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Digest: TextCodable {}
extension ScriptName: TextCodable {}
extension ProfileName: TextCodable {}
