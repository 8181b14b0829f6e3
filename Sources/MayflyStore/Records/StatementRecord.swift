package import MayflyCore

/// A statement that somebody has signed, byte for byte, with all its signatures.
package struct StatementRecord: Hashable, Sendable {
    /// `apr_` and 26 characters; the statement says it too.
    package var id: String
    package var name: ScriptName
    package var digest: Digest
    /// `approve` or `review`.
    package var decision: String
    /// What was signed.
    package var bytes: [UInt8]
    /// Where its first signature stands among all events; what is later may close it.
    package var sequence: Int64
    /// In the order they came.
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

    /// How long the stored texts are: the statement, and its signatures.
    package var length: Int { signatures.reduce(bytes.count) { $0 + $1.armour.utf8.count } }

    /// The statement with its signatures, as the warden takes them.
    package var signed: SignedStatement {
        SignedStatement(statement: bytes, signatures: signatures.map { Array($0.armour.utf8) })
    }
}
