package import MayflyCore

/// A caller's own name for one submission, so that repeating it makes no second session.
package struct SubmissionKey: Hashable, Sendable {
    package var uid: UInt32
    /// The caller's agent; `nil` for a caller that is none.
    package var agent: AgentName?
    /// The names of all agents in force: a key of any other agent counts for the user.
    ///
    /// `nil` where they are not known: then no agent's key does.
    package var agentsInForce: Set<AgentName>?
    package var text: String
    /// The digest of the submission's body.
    package var body: Digest
    package var createdAt: Timestamp

    /// How long a key is kept.
    package static let lifetime = Duration.seconds(86_400)
    /// The most keys of one user, and of each agent with that uid; the oldest keys beyond them are forgotten early.
    package static let mostPerUser = 100_000

    package init(
        uid: UInt32,
        agent: AgentName? = nil,
        agentsInForce: Set<AgentName>? = nil,
        text: String,
        body: Digest,
        createdAt: Timestamp
    ) {
        self.uid = uid
        self.agent = agent
        self.agentsInForce = agentsInForce
        self.text = text
        self.body = body
        self.createdAt = createdAt
    }

    /// The session for which a key was used first, and the body's digest then.
    package struct Use: Hashable, Sendable {
        package var session: SessionID
        package var body: Digest
    }
}
