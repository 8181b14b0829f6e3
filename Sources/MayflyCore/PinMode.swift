/// What happens when the interpreter differs from the one that the approvers saw.
package enum PinMode: String, CaseIterable, Hashable, Sendable {
    /// The session runs, and its record says so.
    case report
    /// The session is refused as `runtime_changed`.
    case enforce
}
