internal import Foundation

/// Converts records to and from the JSON text that is stored.
enum Document {
    static func text(of record: some Encodable) throws -> String {
        let writer = DocumentWriter()
        try record.encode(to: writer)
        return try writer.finish()
    }

    /// The text of a record that writes itself.
    static func text(of record: some DocumentRecord) -> String {
        var text = DocumentText(capacity: 6 * 1024)
        record.write(to: &text)
        return String(decoding: text.bytes, as: UTF8.self)
    }

    static func read<Record: Decodable>(_ text: String, as type: Record.Type = Record.self) throws -> Record {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
