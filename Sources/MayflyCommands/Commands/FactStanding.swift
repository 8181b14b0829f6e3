/// What a fact about the host means for sessions, as `doctor` reads it.
enum FactStanding: Hashable, Sendable {
    case good
    /// Sessions run without it.
    case missing
    /// No session runs as it is.
    case failed

    /// - Parameter value: As the warden said it, for example `abi 4`, `not offered by this kernel`, or
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
