package import MayflyCore

/// The log's facts about a request that a rule refused.
package struct RefusalFact: Hashable, Sendable {
    /// The session that records the refusal; `nil` when the request had not become a session.
    package var session: SessionID?
    package var script: ScriptName?
    /// The digest that would have run, if it was known.
    package var digest: Digest?
    package var profile: ProfileName?
    /// The rule's stable name.
    package var rule: String
    package var by: UInt32
    /// SHA-256 of the receipt's statement, when there is one.
    package var receipt: Digest?
    /// How many requests the record stands for.
    package var count: UInt64

    package init(
        session: SessionID?,
        script: ScriptName?,
        digest: Digest?,
        profile: ProfileName?,
        rule: String,
        by: UInt32,
        receipt: Digest? = nil,
        count: UInt64 = 1
    ) {
        self.session = session
        self.script = script
        self.digest = digest
        self.profile = profile
        self.rule = rule
        self.by = by
        self.receipt = receipt
        self.count = count
    }
}
