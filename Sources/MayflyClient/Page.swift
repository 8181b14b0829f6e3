/// Some items of a list, and where the next ones begin.
package struct Page<Item: Sendable>: Sendable {
    package let items: [Item]
    /// `nil` when there are no more.
    package let nextCursor: String?

    package init(items: [Item], nextCursor: String?) {
        self.items = items
        self.nextCursor = nextCursor
    }
}
