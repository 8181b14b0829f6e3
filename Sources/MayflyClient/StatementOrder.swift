/// The content of a statement that is requested from the daemon.
package struct StatementOrder: Hashable, Sendable {
    /// The name of the script.
    package var name: String
    /// `sha256:` and 64 digits.
    package var digest: String
    /// `approve` or `review`.
    package var decision: String
    /// The profiles under which the script may run.
    package var profiles: [String]
    /// The lifetime, for example `90d`; if `nil`, the daemon's default.
    package var expires: String?
    /// The reviewer's comment.
    package var comment: String?
    /// The statement that it replaces.
    package var replaces: String?

    package init(name: String, digest: String, decision: String, profiles: [String]) {
        self.name = name
        self.digest = digest
        self.decision = decision
        self.profiles = profiles
    }
}
