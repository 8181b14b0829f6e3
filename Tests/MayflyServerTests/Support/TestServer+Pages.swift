import MayflyJSON
import Testing

extension TestServer {
    /// A member of everything in a list, page after page, and how many pages there were.
    ///
    /// - Parameters:
    ///   - list: With a query, for example `/v1/scripts?limit=2`.
    ///   - array: What a page calls its items.
    ///   - ask: Asks for one page; as this process if not given.
    func pages(
        of list: String,
        _ member: String,
        in array: String = "items",
        by ask: ((_ target: String) async throws -> RawReply)? = nil
    ) async throws -> (found: [String], pages: Int) {
        var (found, cursor, pages): ([String], String?, Int) = ([], nil, 0)
        repeat {
            let target = list + (cursor.map { "&cursor=\($0)" } ?? "")
            let page = if let ask { try await ask(target) } else { try await call("GET", target) }
            try #require(page.status == 200)
            let items = page.json[array]?.elements ?? []
            #expect(cursor == nil || !items.isEmpty, "no page after the last one")
            found += items.compactMap { $0[member]?.text }
            (cursor, pages) = (page.json["next_cursor"]?.text, pages + 1)
        } while cursor != nil
        return (found, pages)
    }
}
