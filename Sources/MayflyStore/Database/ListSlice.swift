/// What was read of a list at once, in its order.
package struct ListSlice<Item: Sendable>: Sendable {
    package internal(set) var items: [Item] = []
    /// How long the stored texts of ``items`` are together.
    package internal(set) var length = 0
    /// Whether there may be more behind the last one.
    package internal(set) var goesOn = false

    /// Nothing, and nothing behind it.
    package init() {}
}

/// How long the stored texts are, in bytes, that are read at once for a list.
package enum SliceLength {
    /// From here on nothing more is read, however few items there are: each of them may be long.
    package static let most = 8 << 20
}
