/// Some items of a list, and the start of the next ones.
package struct Page<Item: Sendable>: Sendable {
    package let items: [Item]
    /// The cursor of the next page; `nil` for the last page.
    package let nextCursor: String?

    package init(items: [Item], nextCursor: String?) {
        self.items = items
        self.nextCursor = nextCursor
    }
}
