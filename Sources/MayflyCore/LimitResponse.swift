/// What happens when a session reaches a limit, or is refused a system call, and could survive it.
package enum LimitResponse: String, CaseIterable, Hashable, Sendable {
    /// The session goes on; the limit is listed in `limits_hit`. Output past the limit is counted, hashed and dropped.
    case report
    /// The session ends, with the limit as its verdict.
    case end
}
