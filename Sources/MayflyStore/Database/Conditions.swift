internal import GRDB

/// Conditions that all have to hold, and what their marks stand for.
struct Conditions {
    private(set) var sql = "1"
    private(set) var arguments = StatementArguments()

    /// Adds one.
    mutating func add(_ condition: String, _ values: StatementArguments) {
        sql += " AND \(condition)"
        arguments += values
    }
}
