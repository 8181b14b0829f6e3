internal import MayflyClient
internal import MayflyEvidence
internal import MayflyCore

/// Makes sure that what is about to be signed says what was asked for, whoever wrote it.
///
/// The daemon drafts statements. If it were taken over, it could draft one about other bytes; nobody signs that here.
enum StatementCheck {
    /// Reads a statement and compares it with the order.
    static func read(_ bytes: [UInt8], ordered order: StatementOrder) throws(CommandFailure) -> ApprovalStatement {
        let statement = try read(bytes)
        try expect("script", statement.name.text, order.name)
        try expect("digest", statement.digest.description, order.digest)
        try expect("decision", statement.decision.rawValue, order.decision)
        let profiles = statement.profiles.map(\.name.text).sorted()
        try expect("profiles", profiles.joined(separator: ", "), order.profiles.sorted().joined(separator: ", "))
        if let replaces = order.replaces { try expect("replaces", statement.replaces?.text ?? "nothing", replaces) }
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

    private static func expect(_ what: String, _ found: String, _ wanted: String) throws(CommandFailure) {
        guard found == wanted else {
            throw CommandFailure(
                "NOT signed: the daemon's statement says \(what) '\(found)', and you asked for '\(wanted)'",
                advice: ["do not trust this daemon before you know why"]
            )
        }
    }
}
