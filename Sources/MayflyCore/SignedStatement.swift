/// A statement with people's signatures on it, which together make an approval.
///
/// Both are kept as the signed bytes. Privileged programs have `mayfly-verify` parse them; others parse them themselves.
package struct SignedStatement: Hashable, Sendable, Codable {
    /// The bytes of an in-toto Statement in JSON.
    package var statement: [UInt8]
    /// Armoured SSH signatures over ``statement``, as `ssh-keygen -Y sign` writes them.
    package var signatures: [[UInt8]]

    package init(statement: [UInt8], signatures: [[UInt8]]) {
        self.statement = statement
        self.signatures = signatures
    }
}
