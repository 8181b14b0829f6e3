internal import MayflyAudit
package import MayflyCore
package import MayflyStore

/// One thing that happened in the daemon, as those are told who follow it.
package struct DaemonEvent: Hashable, Sendable {
    /// What happened.
    package enum Content: Hashable, Sendable {
        /// A session has reached a state.
        case session(SessionFact)
        /// A rule has refused a submission.
        case refused(SessionFact, rule: String)
        /// Something was proposed, signed, rejected, deprecated or revoked.
        case version(VersionEvent)
        /// So many events are missing here: they were forgotten before this reader came to them, or could not be looked at.
        case truncated(UInt64)
        /// Nothing has happened for a while that this reader may see.
        case heartbeat
    }

    /// What is told of a session: nothing of what it was given, and nothing of what it printed.
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
        /// Whether a reviewer tries what is not approved; only reviewers see that.
        package var isReview: Bool
    }

    /// Where to go on after it.
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

    /// Of a refusal that left no session.
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
    /// Whether the caller may be told of an event.
    ///
    /// Auditors are told of every session, as the audit log does. What happens to a version is for everybody with a role for
    /// whom it is there; the store has to be asked for that, see ``MayflyService/told(_:about:_:)``.
    func maySee(_ event: DaemonEvent) -> Bool {
        switch event.content {
        case .session(let fact), .refused(let fact, _):
            if isAuditor { return true }
            return fact.isReview ? isApprover : !roles.isEmpty && owns(fact.uid, fact.agent)
        case .version, .truncated, .heartbeat: return !roles.isEmpty
        }
    }
}
