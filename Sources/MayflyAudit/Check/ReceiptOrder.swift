/// Which receipts must be there, of those that records name.
///
/// Sessions are forgotten with their receipts: when somebody wants it, which a record says, and when all together are
/// too many, which none says. Then it is those of the users who have most, and of each user those that began first, once
/// they have ended. So of two sessions of one user, the first of which began and ended before the other, the first goes
/// before the other or with it. Those of different users have no order.
package struct ReceiptOrder: Sendable {
    /// The session that began first of those whose receipts are there, by user.
    private var oldest: [String: String] = [:]

    package init() {}

    /// Whether a session's receipt is not there, and has to be, unless somebody wanted the session forgotten.
    ///
    /// To be asked of all sessions, in the order in which they have ended.
    ///
    /// - Parameter user: Whose the session was; nothing follows where that is not known.
    package mutating func isTakenOut(_ session: String, of user: String?, isThere: Bool) -> Bool {
        guard let user else { return false }
        let first = oldest[user]
        guard isThere else { return first.map { $0 < session } ?? false }
        oldest[user] = first.map { min($0, session) } ?? session
        return false
    }
}
