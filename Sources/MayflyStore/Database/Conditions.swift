internal import GRDB

/// SQL conditions that must all hold, and the arguments of their placeholders.
struct Conditions {
    private(set) var sql = "1"
    private(set) var arguments = StatementArguments()

    mutating func add(_ condition: String, _ values: StatementArguments) {
        sql += " AND \(condition)"
        arguments += values
    }
}
