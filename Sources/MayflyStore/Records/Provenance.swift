/// Where a version came from, as whoever proposed it said; nothing is decided by it.
package struct Provenance: Hashable, Sendable, Codable {
    /// What `git verify-commit` said of the commit.
    package enum CommitSignature: String, CaseIterable, Hashable, Sendable, Codable {
        case good
        /// There is one, and it does not verify here.
        case bad
        case none
    }

    /// The commit's id: 40 or 64 hexadecimal digits.
    package var commit: String
    /// Whether the files were those of the commit, with nothing changed or added.
    package var isClean: Bool
    package var signature: CommitSignature
    /// The first line of what the verification said about the signer; empty without one.
    package var signer: String

    package init(commit: String, isClean: Bool, signature: CommitSignature, signer: String) {
        self.commit = commit
        self.isClean = isClean
        self.signature = signature
        self.signer = signer
    }
}
