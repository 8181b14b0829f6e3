internal import HummingbirdCore
internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService
internal import MayflyStore

extension RequestHandler {
    /// Answers with sessions, newest first.
    func listSessions(_ query: RequestQuery, _ caller: Caller) async throws -> Response {
        var filter = SessionFilter()
        let states = SessionState.allCases.map(\.rawValue).joined(separator: ", ")
        if let state = try query.parsed("state", "one of \(states)", SessionState.init(rawValue:)) {
            filter.states = [state]
        }
        filter.script = try query.parsed("script", "the name of a script", ScriptName.init)
        filter.caller = try query.parsed("caller", "the number of a user or the name of an agent", CallerChoice.init)
        filter.labels = try query.all("label", "NAME=VALUE, where NAME is [a-z0-9][a-z0-9._-]{0,63}", Self.label)
        filter.before = try query.parsed("cursor", "the next_cursor of an earlier page", SessionID.init)
        filter.limit = try Self.limit(in: query) ?? 100
        let page = try await service.sessions(filter, for: caller)
        return Self.page(page.items.map(SessionReply.summary), next: page.next?.text)
    }

    /// A page of a list, and where the next page begins.
    static func page(_ items: [JSON], next: String?) -> Response {
        Response(.record(["items": .array(items), "next_cursor": next.map { .string($0) }]))
    }

    /// The requested number of a list's items; `nil` where the query has none.
    static func limit(in query: RequestQuery) throws -> Int? {
        try query.parsed("limit", "a number from 1 to \(PageSize.most)") { text in
            Int(digits: text).flatMap { (1...PageSize.most).contains($0) ? $0 : nil }
        }
    }

    private static func label(_ text: String) -> SessionLabel? {
        guard let place = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let (name, value) = (String(text[..<place]), String(text[text.utf8.index(after: place)...]))
        return NameRule.accepts(name) ? SessionLabel(name: name, value: value) : nil
    }
}
