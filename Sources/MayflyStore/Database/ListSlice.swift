/// What was read of a list at once, in its order.
package struct ListSlice<Item: Sendable>: Sendable {
    package private(set) var items: [Item] = []
    /// How long the stored text of each of ``items`` is.
    package private(set) var lengths: [Int] = []
    /// How long all of them are together.
    package private(set) var length = 0
    /// Whether there may be more behind the last one.
    package internal(set) var goesOn = false

    /// Nothing, and nothing behind it.
    package init() {}

    /// Adds an item with a text that is so long.
    mutating func append(_ item: Item, _ length: Int) {
        items.append(item)
        lengths.append(length)
        self.length += length
    }
}

/// How long the stored texts are, in bytes, that are read at once for a list.
package enum SliceLength {
    /// From here on nothing more is read, however few items there are: each of them may be long.
    package static let most = 8 << 20
}
