internal import GRDB

/// The query for a list or for a page of one: its SQL, and the arguments of its placeholders.
///
/// It is made apart from its execution, so that tests can ask SQLite which index it would use.
struct ListQuery: Sendable {
    let sql: String
    let arguments: StatementArguments

    /// Reads items one by one, until the limit is reached or their texts are long enough.
    ///
    /// - Parameters:
    ///   - limit: The most items.
    ///   - read: Returns an item and the length of its text.
    func slice<Item: Sendable>(
        upTo limit: Int,
        in database: Database,
        _ read: (Row) throws -> (Item, Int)
    ) throws -> ListSlice<Item> {
        var slice = ListSlice<Item>()
        let rows = try Row.fetchCursor(database, sql: sql, arguments: arguments)
        while let row = try rows.next() {
            // At least this row follows.
            slice.goesOn = slice.length >= SliceLength.most
            guard !slice.goesOn else { return slice }
            let (item, length) = try read(row)
            slice.append(item, length)
        }
        slice.goesOn = slice.items.count == limit
        return slice
    }
}
