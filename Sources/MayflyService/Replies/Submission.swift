package import MayflyCore

/// The outcome of a submission.
package struct Submission: Hashable, Sendable {
    /// The session that it made, or that an equal submission had made.
    package var session: SessionID
    /// Whether it repeats an earlier submission, which made the session.
    package var isReplay: Bool

    package init(session: SessionID, isReplay: Bool) {
        self.session = session
        self.isReplay = isReplay
    }
}
