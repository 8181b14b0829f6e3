package import MayflyCore

/// Everything that decides where a digest is in its life, under all its names.
package struct VersionLife: Hashable, Sendable {
    package var digest: Digest
    /// Oldest first.
    package var versions: [VersionRecord]
    /// Signed statements, newest first.
    package var statements: [StatementRecord]
    /// The number of the latest event of each kind, under each name that has one.
    package var latest: [ScriptName: [VersionEvent.Kind: Int64]]
    /// The latest rejection under each name that has one.
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

    /// The same life with only those statements and events that concern one name; all of them without a name.
    ///
    /// A decision about a version names it: the same bytes under another name are another decision. The versions, and a revocation,
    /// are the same under every name.
    package func signed(as name: ScriptName?) -> VersionLife {
        guard let name else { return self }
        var life = self
        life.statements.removeAll { $0.name != name }
        life.latest = latest.filter { $0.key == name }
        life.rejections = rejections.filter { $0.key == name }
        return life
    }

    /// Whether reviewers rejected the digest under every name that it has here, and nobody has proposed it again since.
    package var isRejected: Bool {
        !latest.isEmpty && latest.values.allSatisfy(\.isRejected)
    }

    /// The latest rejection; `nil` where there is none, and where several names have one.
    ///
    /// Several rejections are separate decisions, and not everybody may see all of them.
    package var rejection: VersionEvent? { rejections.count == 1 ? rejections.values.first : nil }

    /// Whether a statement still counts: it was first signed after the latest rejection of the version that it names.
    package func isOpen(_ statement: StatementRecord) -> Bool { statement.sequence > number(.rejected, statement.name) }

    /// Whether a statement was first signed after the latest deprecation of the version that it names.
    package func isCurrent(_ statement: StatementRecord) -> Bool {
        statement.sequence > number(.deprecated, statement.name)
    }

    /// The number of the latest event of a kind under a name; 0 without such an event.
    private func number(_ kind: VersionEvent.Kind, _ name: ScriptName) -> Int64 { latest[name]?[kind] ?? 0 }
}

extension [VersionEvent.Kind: Int64] {
    /// Whether the latest rejection is later than the latest proposal.
    var isRejected: Bool { (self[.rejected] ?? 0) > (self[.proposed] ?? 0) }
}
