internal import MayflyStore

/// Measures how much of a list one page has read, so that many long items come in several pages.
struct PageLength {
    private var length = 0
    /// Whether the list continues after the last item that was read.
    private var listGoesOn = false

    /// Adds a slice that was read.
    mutating func add<Item: Sendable>(_ slice: ListSlice<Item>) {
        length += slice.length
        listGoesOn = slice.goesOn
    }

    /// Adds one item of a slice.
    ///
    /// - Parameters:
    ///   - index: The item's place in `slice`.
    ///   - more: The length of what the page shows with the item in addition to its own text.
    mutating func add<Item: Sendable>(_ index: Int, of slice: ListSlice<Item>, with more: Int) {
        length += slice.lengths[index] + more
        listGoesOn = slice.goesOn || index < slice.items.count - 1
    }

    /// Whether a page ends with the items found so far: it has some, and more of them would be too long.
    func endsPage(of count: Int) -> Bool { count > 0 && listGoesOn && length >= SliceLength.most }

    /// Whether another page follows the one that shows `shown` of the items that were found.
    func goesOn(after shown: Int, of found: Int) -> Bool { found > shown || endsPage(of: found) }
}
