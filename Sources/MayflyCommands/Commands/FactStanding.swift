/// What a fact about the host means for sessions, in the view of `doctor`.
enum FactStanding: Hashable, Sendable {
    case good
    /// Sessions run without it.
    case missing
    /// No session runs in this state.
    case failed

    /// - Parameter value: In the warden's words, for example `abi 4`, `not offered by this kernel`, or
    ///   `unreadable, every launch is refused: …`.
    init(of value: String) {
        if value.hasPrefix("unreadable") {
            self = .failed
        } else if value.hasPrefix("missing") || value.hasPrefix("not ") || value.hasPrefix("unavailable") {
            self = .missing
        } else {
            self = value == "none" ? .missing : .good
        }
    }
}
