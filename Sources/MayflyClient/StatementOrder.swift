/// What a statement shall say that is asked of the daemon.
package struct StatementOrder: Hashable, Sendable {
    /// Of the script.
    package var name: String
    /// `sha256:` and 64 digits.
    package var digest: String
    /// `approve` or `review`.
    package var decision: String
    /// Those that the script may run under.
    package var profiles: [String]
    /// For example `90d`; the daemon's default if not given.
    package var expires: String?
    /// What is said to it.
    package var comment: String?
    /// The statement whose place it takes.
    package var replaces: String?

    package init(name: String, digest: String, decision: String, profiles: [String]) {
        self.name = name
        self.digest = digest
        self.decision = decision
        self.profiles = profiles
    }
}
