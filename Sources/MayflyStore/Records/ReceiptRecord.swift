package import MayflyCore

/// The signed record of one session.
package struct ReceiptRecord: Hashable, Sendable {
    /// An in-toto Statement in JSON, exactly as it was signed.
    package var statement: [UInt8]
    /// SHA-256 of ``statement``.
    package var digest: Digest
    /// Armoured SSH signature by the log's key.
    package var signature: String
    /// The index of the leaf that names the statement's digest; set when it is stored.
    package var leaf: UInt64

    package init(statement: [UInt8], digest: Digest, signature: String, leaf: UInt64 = 0) {
        self.statement = statement
        self.digest = digest
        self.signature = signature
        self.leaf = leaf
    }
}
