/// The damage that a check found in a log.
package struct AuditDamage: Error, Hashable, Sendable {
    /// The first wrong record; `nil` when the damage is in another file, or cannot be placed.
    package var record: UInt64?
    /// The file with the damage, by its name in the log's directory.
    package var file: String
    package var detail: String

    package init(record: UInt64?, file: String, _ detail: String) {
        self.record = record
        self.file = file
        self.detail = detail
    }

    /// The same damage, placed at a record.
    func of(_ record: UInt64) -> AuditDamage { AuditDamage(record: record, file: file, detail) }
}

extension AuditDamage: CustomStringConvertible {
    package var description: String {
        let place = record.map { "record \($0) in \(file)" } ?? file
        return "the audit log is damaged: \(place): \(detail)"
    }
}
