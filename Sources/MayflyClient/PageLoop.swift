/// Reads a list page after page.
package enum PageLoop {
    /// Passes on the items of each page until there are no more, or `take` has enough.
    ///
    /// - Parameters:
    ///   - list: The name of the list in errors, for example `GET /v1/sessions`.
    ///   - page: Requests the page that begins at a cursor; without one, the first page.
    ///   - take: Takes a page's items; returns `false` to stop.
    /// - Returns: Whether these were all items.
    /// - Throws: ``ClientError/malformedReply(to:reason:)`` when a page is empty but leads on, or leads back: requests to such a
    ///   daemon would never end.
    @discardableResult
    package static func run<Item>(
        over list: String,
        _ page: (_ cursor: String?) async throws(ClientError) -> Page<Item>,
        take: (_ items: [Item]) -> Bool
    ) async throws(ClientError) -> Bool {
        var cursor: String?
        var seen: Set<String> = []
        while true {
            let found = try await page(cursor)
            let isEnough = !take(found.items)
            guard let next = found.nextCursor else { return true }
            guard !found.items.isEmpty, seen.insert(next).inserted else {
                throw .malformedReply(to: list, reason: "a page that leads on has nothing, or leads back")
            }
            if isEnough { return false }
            cursor = next
        }
    }
}
