/// The use of an agent's quotas at a moment.
package struct QuotaUse: Hashable, Sendable {
    /// Sessions that have not ended.
    package var sessions = 0
    /// Sessions accepted within the last 60 s.
    package var starts = 0
    /// The use within the last hour by ended sessions.
    package var used = Charge.none
    /// The most that sessions can use that have not ended.
    package var reserved = Charge.none

    package init() {}
}
