internal import MayflyStore

/// How much was read of a list for one page of it: who asks for many long items gets them in several pages.
struct PageLength {
    private var length = 0
    /// Whether the list goes on behind what was read last.
    private var listGoesOn = false

    /// Counts what was read.
    mutating func add<Item: Sendable>(_ slice: ListSlice<Item>) {
        length += slice.length
        listGoesOn = slice.goesOn
    }

    /// Counts one item of what was read.
    ///
    /// - Parameters:
    ///   - index: Where it stands in `slice`.
    ///   - more: How long is what the page shows with it, and its own text does not have.
    mutating func add<Item: Sendable>(_ index: Int, of slice: ListSlice<Item>, with more: Int) {
        length += slice.lengths[index] + more
        listGoesOn = slice.goesOn || index < slice.items.count - 1
    }

    /// Whether a page ends with as many items as were found so far: it has some, and more of them would be too long.
    func endsPage(of count: Int) -> Bool { count > 0 && listGoesOn && length >= SliceLength.most }

    /// Whether another page follows the one that has so many of the items that were found.
    func goesOn(after shown: Int, of found: Int) -> Bool { found > shown || endsPage(of: found) }
}
