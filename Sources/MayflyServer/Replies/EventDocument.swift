internal import MayflyJSON

/// One piece of a stream that is read while it is written.
struct EventDocument: Sendable {
    /// From where to go on after it; `nil` for what is nothing to go on from.
    var id: String?
    var json: JSON
}
