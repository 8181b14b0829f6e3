/// A part of a list that was read at once, in the list's order.
package struct ListSlice<Item: Sendable>: Sendable {
    package private(set) var items: [Item] = []
    /// The length of the stored text of each of ``items``.
    package private(set) var lengths: [Int] = []
    /// The length of all stored texts together.
    package private(set) var length = 0
    /// Whether more items may follow the last one.
    package internal(set) var goesOn = false

    /// An empty slice that nothing follows.
    package init() {}

    /// Adds an item whose text has this length.
    mutating func append(_ item: Item, _ length: Int) {
        items.append(item)
        lengths.append(length)
        self.length += length
    }
}

/// The bound on the stored texts, in bytes, that are read at once for a list.
package enum SliceLength {
    /// Beyond this length nothing more is read, however few items there are, because each may be long.
    package static let most = 8 << 20
}
