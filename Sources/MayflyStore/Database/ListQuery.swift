internal import GRDB

/// What is read for a list, or for a page of one: SQL, and what its marks stand for.
///
/// It is made apart from where it is executed, so that SQLite can be asked along which index it would go.
struct ListQuery: Sendable {
    let sql: String
    let arguments: StatementArguments

    /// Reads items one by one, until all are read that may be, or their texts are long enough.
    ///
    /// - Parameters:
    ///   - limit: How many may be found.
    ///   - read: One item, and how long its text is.
    func slice<Item: Sendable>(
        upTo limit: Int,
        in database: Database,
        _ read: (Row) throws -> (Item, Int)
    ) throws -> ListSlice<Item> {
        var slice = ListSlice<Item>()
        let rows = try Row.fetchCursor(database, sql: sql, arguments: arguments)
        while let row = try rows.next() {
            // There is this one at least.
            slice.goesOn = slice.length >= SliceLength.most
            guard !slice.goesOn else { return slice }
            let (item, length) = try read(row)
            slice.append(item, length)
        }
        slice.goesOn = slice.items.count == limit
        return slice
    }
}
