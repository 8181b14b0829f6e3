package import MayflyCore

/// All that decides where a digest is in its life, under every name it has.
package struct VersionLife: Hashable, Sendable {
    package var digest: Digest
    /// Oldest first.
    package var versions: [VersionRecord]
    /// Statements that somebody has signed, newest first.
    package var statements: [StatementRecord]
    /// The number of the latest event of each kind.
    package var latest: [VersionEvent.Kind: Int64]
    package var revocation: RevocationRecord?

    package init(
        digest: Digest,
        versions: [VersionRecord],
        statements: [StatementRecord] = [],
        latest: [VersionEvent.Kind: Int64] = [:],
        revocation: RevocationRecord? = nil
    ) {
        self.digest = digest
        self.versions = versions
        self.statements = statements
        self.latest = latest
        self.revocation = revocation
    }

    /// The same with those statements only that were signed for it under a name; all of them where there is no name.
    ///
    /// Who approves a version says what it is called: the same bytes under another name are another decision.
    package func signed(as name: ScriptName?) -> VersionLife {
        guard let name else { return self }
        var life = self
        life.statements.removeAll { $0.name != name }
        return life
    }

    /// Whether a reviewer rejected it, and nobody has proposed it again since.
    package var isRejected: Bool { number(.rejected) > number(.proposed) }

    /// Whether a statement still counts: it was first signed after the latest rejection.
    package func isOpen(_ statement: StatementRecord) -> Bool { statement.sequence > number(.rejected) }

    /// Whether a statement was first signed after the latest deprecation.
    package func isCurrent(_ statement: StatementRecord) -> Bool { statement.sequence > number(.deprecated) }

    /// The number of the latest event of a kind; 0 when there was none.
    private func number(_ kind: VersionEvent.Kind) -> Int64 { latest[kind] ?? 0 }
}
