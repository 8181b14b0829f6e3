package import MayflyCore
package import MayflyEvidence

/// A request for a statement about one version, to be signed.
package struct StatementRequest: Hashable, Sendable {
    package var name: ScriptName
    package var digest: Digest
    package var decision: ApprovalStatement.Decision
    package var profiles: [ProfileName]
    /// How long it is to hold; the default for the decision if not given.
    package var lifetime: Duration?
    package var comment: String
    /// The statement that it replaces, because the interpreter has changed.
    package var replaces: ApprovalID?

    package init(
        name: ScriptName,
        digest: Digest,
        decision: ApprovalStatement.Decision = .approve,
        profiles: [ProfileName],
        lifetime: Duration? = nil,
        comment: String = "",
        replaces: ApprovalID? = nil
    ) {
        self.name = name
        self.digest = digest
        self.decision = decision
        self.profiles = profiles
        self.lifetime = lifetime
        self.comment = comment
        self.replaces = replaces
    }
}
