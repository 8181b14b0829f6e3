/// Decides which of the receipts that records name must be there.
///
/// Sessions are forgotten with their receipts in two cases: when somebody orders it, which the log records, and when all users
/// together have too many sessions, which it does not. In the second case the users with most sessions lose theirs, the earliest
/// begun first, once they have ended. So if one session of a user began and ended before another, the first is forgotten before
/// the other or together with it. Sessions of different users have no order.
package struct ReceiptOrder: Sendable {
    /// The earliest begun session of each user among those whose receipts are there.
    private var oldest: [String: String] = [:]

    package init() {}

    /// Whether a session's receipt is missing and must be there, unless somebody ordered the session forgotten.
    ///
    /// It must be called for all sessions, in the order in which they have ended.
    ///
    /// - Parameter user: The session's user; without it nothing follows.
    package mutating func isTakenOut(_ session: String, of user: String?, isThere: Bool) -> Bool {
        guard let user else { return false }
        let first = oldest[user]
        guard isThere else { return first.map { $0 < session } ?? false }
        oldest[user] = first.map { min($0, session) } ?? session
        return false
    }
}
