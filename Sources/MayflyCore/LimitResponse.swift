/// What happens when a session reaches a limit, or gets a refused system call, that it could survive.
package enum LimitResponse: String, CaseIterable, Hashable, Sendable {
    /// The session continues; `limits_hit` names the limit. Output beyond the limit is counted, hashed and dropped.
    case report
    /// The session ends, with the limit as its verdict.
    case end
}
