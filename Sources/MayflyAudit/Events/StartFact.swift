package import MayflyCore

/// The log's facts about a session that is about to be handed to the warden.
package struct StartFact: Hashable, Sendable {
    package var session: SessionID
    package var script: ScriptName?
    package var digest: Digest
    package var profile: ProfileName
    package var runtime: RuntimeName
    /// The user who requested it.
    package var by: UInt32
    /// The approval by which it starts.
    package var approval: String
    /// SHA-256 of that approval's statement; `nil` for an approval without one.
    package var statement: Digest?
    /// SHA-256 over the request; see the receipt.
    package var request: Digest
    /// The warden's description of what starts the script; `nil` when there was none.
    package var closure: RuntimeClosure?
    /// The digest of the trust files by which the daemon let it start; `nil` when that is not known.
    package var trust: Digest?

    package init(
        session: SessionID,
        script: ScriptName?,
        digest: Digest,
        profile: ProfileName,
        runtime: RuntimeName,
        by: UInt32,
        approval: String,
        statement: Digest?,
        request: Digest,
        closure: RuntimeClosure?,
        trust: Digest?
    ) {
        self.session = session
        self.script = script
        self.digest = digest
        self.profile = profile
        self.runtime = runtime
        self.by = by
        self.approval = approval
        self.statement = statement
        self.request = request
        self.closure = closure
        self.trust = trust
    }
}
