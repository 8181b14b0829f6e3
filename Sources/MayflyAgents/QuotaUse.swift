/// What an agent has taken of its quotas at a moment.
package struct QuotaUse: Hashable, Sendable {
    /// Sessions that have not ended.
    package var sessions = 0
    /// Taken in within the last 60 s.
    package var starts = 0
    /// Taken within the last hour, by sessions that have ended.
    package var used = Charge.none
    /// The most that those can take that have not.
    package var reserved = Charge.none

    package init() {}
}
