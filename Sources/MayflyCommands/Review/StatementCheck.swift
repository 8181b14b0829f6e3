internal import MayflyClient
internal import MayflyCore
internal import MayflyEvidence
internal import MayflyRun

/// Checks that the statement to sign says what was asked for, whoever wrote it.
///
/// The daemon drafts statements. A compromised daemon could draft one about other bytes or without an end; this check keeps
/// anybody from signing it. It uses the clock of this machine.
struct StatementCheck {
    let order: StatementOrder
    /// Whether the daemon says that others have signed the statement before: it is then older, and has their comment.
    let isOpen: Bool
    /// The author of the version, as reviewers see it; the name may be missing.
    let author: (uid: UInt32, user: String?)
    /// Seconds since 1970.
    let now: UInt64

    /// The largest difference between the daemon's clock and this one, in seconds.
    static let tolerance: UInt64 = 300
    /// The longest lifetime of an approval if none was asked for, in seconds: a year.
    static let longestDefault: UInt64 = 366 * 86_400

    /// Reads a statement and compares it with the order.
    func read(_ bytes: [UInt8]) throws(CommandFailure) -> ApprovalStatement {
        let statement = try Self.read(bytes)
        try expect("script", statement.name.text, order.name)
        try expect("digest", statement.digest.description, order.digest)
        try expect("decision", statement.decision.rawValue, order.decision)
        let profiles = statement.profiles.map(\.name.text).sorted()
        try expect("profiles", profiles.joined(separator: ", "), order.profiles.sorted().joined(separator: ", "))
        let (user, uid) = (statement.author.user, statement.author.uid)
        try expect("author", "\(user) (uid \(uid))", "\(author.user ?? user) (uid \(author.uid))")
        if order.replaces != nil || !isOpen {
            try expect("replaces", statement.replaces?.text ?? "nothing", order.replaces ?? "nothing")
        }
        if !isOpen { try expect("comment", statement.comment, order.comment ?? "") }
        try checkTimes(of: statement)
        return statement
    }

    /// Reads a statement.
    static func read(_ bytes: [UInt8]) throws(CommandFailure) -> ApprovalStatement {
        do throws(StatementError) {
            return try ApprovalStatement(bytes)
        } catch {
            throw CommandFailure("this is not a statement that approvals are made of: \(error)")
        }
    }

    /// Refuses a statement that begins later than now, or ends later than was asked for.
    private func checkTimes(of statement: ApprovalStatement) throws(CommandFailure) {
        for (what, time) in [("createdAt", statement.createdAt), ("notBefore", statement.notBefore)] {
            let isPast = !isOpen && time + Self.tolerance < now
            guard time <= now + Self.tolerance, !isPast else {
                throw refusal(what, StatementText.moment(time), "now, which is \(StatementText.moment(now))")
            }
        }
        let last = now + longest + Self.tolerance
        guard statement.expires <= last else {
            let isDefault = order.expires == nil && statement.decision == .approve
            let hint = isDefault ? "; ask for a longer time with --expires" : ""
            let wanted = "at most \(StatementText.moment(last))\(hint)"
            throw refusal("expires", StatementText.moment(statement.expires), wanted)
        }
    }

    /// The longest time, from now, for which the statement may hold, in seconds.
    private var longest: UInt64 {
        let isReview = order.decision == ApprovalStatement.Decision.review.rawValue
        let most = isReview ? ApprovalStatement.longestReview : ApprovalStatement.longestApproval
        guard let asked = order.expires else { return isReview ? most : Self.longestDefault }
        let seconds = (try? Duration(parsingLifetime: asked)).map { UInt64(max(0, $0.components.seconds)) }
        return min(seconds ?? 0, most)
    }

    private func expect(_ what: String, _ found: String, _ wanted: String) throws(CommandFailure) {
        guard found.hasBytes(of: wanted) else { throw refusal(what, found, wanted) }
    }

    private func refusal(_ what: String, _ found: String, _ wanted: String) -> CommandFailure {
        CommandFailure(
            "NOT signed: the daemon's statement says \(what) '\(found)', and you asked for '\(wanted)'",
            advice: ["do not trust this daemon before you know why; see also that both clocks are right"]
        )
    }
}
