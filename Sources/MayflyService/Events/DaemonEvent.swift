internal import MayflyAudit
package import MayflyCore
package import MayflyStore

/// One event of the daemon, as followers get it.
package struct DaemonEvent: Hashable, Sendable {
    /// What happened.
    package enum Content: Hashable, Sendable {
        /// A session has reached a state.
        case session(SessionFact)
        /// A rule has refused a submission.
        case refused(SessionFact, rule: String)
        /// Something was proposed, signed, rejected, deprecated or revoked.
        case version(VersionEvent)
        /// The number of events that are missing here: they were forgotten before this reader came to them, or could not be examined.
        case truncated(UInt64)
        /// Nothing that this reader may see has happened for a while.
        case heartbeat
    }

    /// The public facts of a session, without its input and its output.
    package struct SessionFact: Hashable, Sendable {
        /// `nil` for a refusal that left no session.
        package var session: SessionID?
        package var state: SessionState?
        package var script: ScriptName?
        package var digest: Digest?
        package var profile: ProfileName?
        package var uid: UInt32
        package var agent: AgentName?
        package var verdict: VerdictName?
        /// Whether a reviewer tries a version that is not approved; only reviewers see that.
        package var isReview: Bool
    }

    /// The position from which a reader continues after this event.
    package var position: EventPosition
    package var at: Timestamp
    package var content: Content
}

extension DaemonEvent.SessionFact {
    init(_ record: SessionRecord) {
        session = record.id
        state = record.state
        script = record.scriptName
        digest = record.digest
        profile = record.profile
        uid = record.caller.uid
        agent = record.agent
        verdict = record.report?.verdict.name
        isReview = record.review != nil
    }

    /// Makes the fact of a refusal that left no session.
    init(_ fact: RefusalFact, agent: AgentName?) {
        script = fact.script
        digest = fact.digest
        profile = fact.profile
        uid = fact.by
        self.agent = agent
        isReview = false
    }
}

extension Caller {
    /// Whether the caller may see an event.
    ///
    /// Auditors see every session, as they do in the audit log. Everybody with a role sees the events of a version that is visible to
    /// them, which takes a look into the store: see ``MayflyService/told(_:about:_:)``.
    func maySee(_ event: DaemonEvent) -> Bool {
        switch event.content {
        case .session(let fact), .refused(let fact, _):
            if isAuditor { return true }
            return fact.isReview ? isApprover : !roles.isEmpty && owns(fact.uid, fact.agent)
        case .version, .truncated, .heartbeat: return !roles.isEmpty
        }
    }
}
