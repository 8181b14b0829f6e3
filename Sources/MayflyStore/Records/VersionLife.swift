package import MayflyCore

/// All that decides where a digest is in its life, under every name it has.
package struct VersionLife: Hashable, Sendable {
    package var digest: Digest
    /// Oldest first.
    package var versions: [VersionRecord]
    /// Statements that somebody has signed, newest first.
    package var statements: [StatementRecord]
    /// The number of the latest event of each kind, under each name that has any.
    package var latest: [ScriptName: [VersionEvent.Kind: Int64]]
    /// The latest rejection under each name that has any.
    package var rejections: [ScriptName: VersionEvent]
    package var revocation: RevocationRecord?

    package init(
        digest: Digest,
        versions: [VersionRecord],
        statements: [StatementRecord] = [],
        latest: [ScriptName: [VersionEvent.Kind: Int64]] = [:],
        rejections: [ScriptName: VersionEvent] = [:],
        revocation: RevocationRecord? = nil
    ) {
        self.digest = digest
        self.versions = versions
        self.statements = statements
        self.latest = latest
        self.rejections = rejections
        self.revocation = revocation
    }

    /// The same with those statements and events only that are about it under a name; all of them where there is no name.
    ///
    /// Who decides about a version says what it is called: the same bytes under another name are another decision. Whose they
    /// are, and that they are revoked, is the same under every name.
    package func signed(as name: ScriptName?) -> VersionLife {
        guard let name else { return self }
        var life = self
        life.statements.removeAll { $0.name != name }
        life.latest = latest.filter { $0.key == name }
        life.rejections = rejections.filter { $0.key == name }
        return life
    }

    /// Whether a reviewer rejected it under every name it has here, and nobody has proposed it again since.
    package var isRejected: Bool {
        !latest.isEmpty && latest.values.allSatisfy(\.isRejected)
    }

    /// The latest rejection; `nil` where there is none, and where several names have one: each is another decision then, and not
    /// all of them are for everybody.
    package var rejection: VersionEvent? { rejections.count == 1 ? rejections.values.first : nil }

    /// Whether a statement still counts: it was first signed after the latest rejection of what it names.
    package func isOpen(_ statement: StatementRecord) -> Bool { statement.sequence > number(.rejected, statement.name) }

    /// Whether a statement was first signed after the latest deprecation of what it names.
    package func isCurrent(_ statement: StatementRecord) -> Bool {
        statement.sequence > number(.deprecated, statement.name)
    }

    /// The number of the latest event of a kind under a name; 0 when there was none.
    private func number(_ kind: VersionEvent.Kind, _ name: ScriptName) -> Int64 { latest[name]?[kind] ?? 0 }
}

extension [VersionEvent.Kind: Int64] {
    /// Whether the latest event of its kind that decides is a rejection: nobody has proposed the version again since.
    var isRejected: Bool { (self[.rejected] ?? 0) > (self[.proposed] ?? 0) }
}
