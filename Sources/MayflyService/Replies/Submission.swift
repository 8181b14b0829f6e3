package import MayflyCore

/// What became of a submission.
package struct Submission: Hashable, Sendable {
    /// The session that it made, or had made already.
    package var session: SessionID
    /// Whether it repeats an earlier one, whose session this is.
    package var isReplay: Bool

    package init(session: SessionID, isReplay: Bool) {
        self.session = session
        self.isReplay = isReplay
    }
}
