internal import MayflyJSON

/// One piece of a stream that clients read while it is written.
struct EventDocument: Sendable {
    /// The position from which a client resumes after this piece; `nil` for a piece without one.
    var id: String?
    var json: JSON
}
