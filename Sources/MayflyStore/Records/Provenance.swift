/// Where a version came from, according to its proposer; no decision depends on it.
package struct Provenance: Hashable, Sendable, Codable {
    /// The result of `git verify-commit` for the commit.
    package enum CommitSignature: String, CaseIterable, Hashable, Sendable, Codable {
        case good
        /// The commit has a signature that does not verify here.
        case bad
        case none
    }

    /// The commit's id: 40 or 64 hexadecimal digits.
    package var commit: String
    /// Whether the files were those of the commit, with nothing changed or added.
    package var isClean: Bool
    package var signature: CommitSignature
    /// The first line of the verification about the signer; empty without a signature.
    package var signer: String

    package init(commit: String, isClean: Bool, signature: CommitSignature, signer: String) {
        self.commit = commit
        self.isClean = isClean
        self.signature = signature
        self.signer = signer
    }
}
