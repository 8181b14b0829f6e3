/// A statement with the signatures that people gave it: what an approval is made of.
///
/// Both are carried as bytes, exactly as they were signed. Who needs to know what they say has them read by
/// `mayfly-verify`, or reads them without privilege.
package struct SignedStatement: Hashable, Sendable, Codable {
    /// An in-toto Statement in JSON.
    package var statement: [UInt8]
    /// Armoured SSH signatures over ``statement``, as `ssh-keygen -Y sign` writes them.
    package var signatures: [[UInt8]]

    package init(statement: [UInt8], signatures: [[UInt8]]) {
        self.statement = statement
        self.signatures = signatures
    }
}
