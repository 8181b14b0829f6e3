internal import MayflyCore
package import MayflyJSON

extension ReceiptBundle {
    /// The most hashes of a proof, which suffice for a log of 2^64 records.
    private static let longestProof = 64

    /// Reads a bundle from ``json``.
    ///
    /// Strict: a member that repeats the key must have the same key, and unknown members are refused. So the check covers everything
    /// that somebody may read in a receipt.
    ///
    /// - Throws: ``AuditError/damaged(_:)`` with the missing or wrong member.
    package init(_ json: JSON) throws(AuditError) {
        func text(_ name: String) throws(AuditError) -> String {
            guard let text = json[name]?.text else { throw Self.fault("it has no text '\(name)'") }
            return text
        }
        guard let key = LogVerifierKey(noteText: try text("log_key")) else {
            throw Self.fault("its log_key is no key of a log")
        }
        guard let index = json["index"]?.integer, index >= 0 else { throw Self.fault("its index is no record's") }
        self.init(
            statement: Array(try text("statement").utf8),
            signature: try text("signature"),
            leaf: Array(try text("leaf").utf8),
            index: UInt64(index),
            proof: try Self.proof(json["proof"]),
            checkpoint: try text("checkpoint"),
            checkpointSignature: try text("checkpoint_signature"),
            key: key
        )
        try compare(json)
    }

    private static func proof(_ json: JSON?) throws(AuditError) -> [Digest] {
        guard case .array(let elements)? = json, elements.count <= longestProof else {
            throw fault("its proof is no list of at most \(longestProof) hashes")
        }
        let hashes = elements.compactMap { $0.text.flatMap(Digest.init(hexadecimal:)) }
        guard hashes.count == elements.count else { throw fault("its proof has something that is no hash") }
        return hashes
    }

    /// Compares each member with what would be written, byte for byte, because two different texts may look the same.
    private func compare(_ read: JSON) throws(AuditError) {
        let written = json
        for member in read.members {
            guard let value = written[member.name] else {
                throw Self.fault("it has a member '\(member.name.excerpt())', which no receipt has")
            }
            guard value.compactBytes == member.value.compactBytes else {
                throw Self.fault("its \(member.name.excerpt()) is not what belongs to the rest of it")
            }
        }
        for member in written.members where read[member.name] == nil {
            throw Self.fault("it has no '\(member.name)'")
        }
    }
}
