package import MayflyCore

/// A caller's own name for one submission, so that a repetition of it is not another session.
package struct SubmissionKey: Hashable, Sendable {
    package var uid: UInt32
    /// The agent that the caller is; `nil` for who is none.
    package var agent: AgentName?
    /// The names of all agents in force: a key of another name is the user's.
    ///
    /// `nil` where that is not known: then none is.
    package var agentsInForce: Set<AgentName>?
    package var text: String
    /// Of the body it came with.
    package var body: Digest
    package var createdAt: Timestamp

    /// How long it is kept.
    package static let lifetime = Duration.seconds(86_400)
    /// The most keys of one user, and of each agent with the user's number; beyond them, the oldest go early.
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

    /// The session that a key was used for first, and with which body.
    package struct Use: Hashable, Sendable {
        package var session: SessionID
        package var body: Digest
    }
}
