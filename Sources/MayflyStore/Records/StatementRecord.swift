package import MayflyCore

/// A signed statement, byte for byte, with all its signatures.
package struct StatementRecord: Hashable, Sendable {
    /// `apr_` and 26 characters; the statement contains it too.
    package var id: String
    package var name: ScriptName
    package var digest: Digest
    /// `approve` or `review`.
    package var decision: String
    /// The bytes that were signed.
    package var bytes: [UInt8]
    /// The place of its first signature among all events; a later event may close the statement.
    package var sequence: Int64
    /// In the order of their submission.
    package var signatures: [SignatureRecord]

    package init(
        id: String,
        name: ScriptName,
        digest: Digest,
        decision: String,
        bytes: [UInt8],
        sequence: Int64 = 0,
        signatures: [SignatureRecord] = []
    ) {
        self.id = id
        self.name = name
        self.digest = digest
        self.decision = decision
        self.bytes = bytes
        self.sequence = sequence
        self.signatures = signatures
    }

    /// The length of the stored texts: the statement and its signatures.
    package var length: Int { signatures.reduce(bytes.count) { $0 + $1.armour.utf8.count } }

    /// The statement with its signatures, in the warden's form.
    package var signed: SignedStatement {
        SignedStatement(statement: bytes, signatures: signatures.map { Array($0.armour.utf8) })
    }
}
