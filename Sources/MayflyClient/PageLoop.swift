/// Reads a list page after page.
package enum PageLoop {
    /// Passes on the items of each page, until there are no more or enough.
    ///
    /// - Parameters:
    ///   - list: What errors call the list, for example `GET /v1/sessions`.
    ///   - page: Asks for the page that begins at a cursor; without one, for the first.
    ///   - take: Takes a page's items; `false` when no more are wanted.
    /// - Returns: Whether these were all.
    /// - Throws: ``ClientError/malformedReply(to:reason:)`` when a page leads on and has nothing, or leads back: whoever
    ///   answers so would be asked without end.
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
