internal import GRDB

/// What is read for a list, or for a page of one: SQL, and what its marks stand for.
///
/// It is made apart from where it is executed, so that SQLite can be asked along which index it would go.
struct ListQuery: Sendable {
    let sql: String
    let arguments: StatementArguments
}
