internal import Foundation

/// A record as the JSON text that is stored.
enum Document {
    /// The text of a record; the same record always gives the same text.
    static func text(of record: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(record), as: UTF8.self)
    }

    /// Reads a record.
    static func read<Record: Decodable>(_ text: String, as type: Record.Type = Record.self) throws -> Record {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
