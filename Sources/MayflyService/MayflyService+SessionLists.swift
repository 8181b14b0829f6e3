internal import MayflyCore
internal import MayflyStore

extension MayflyService {
    /// Sessions, newest first: all of them for operators, everybody else's own.
    package func sessions(_ filter: SessionFilter, for caller: Caller) async throws(ServiceError) -> SessionPage {
        guard !caller.roles.isEmpty else { throw .forbidden("you have no role here") }
        let limit = PageSize.allowed(filter.limit)
        let states = filter.states
        // The store has only the beginning of a live session, whose state is known here.
        var live: [SessionID: LiveSession] = [:]
        for session in director.sessions { live[session.id] = session }
        var items: [SessionRecord] = []
        var (before, read) = (filter.before, PageLength())
        // One more than the page may have shows whether there is another page.
        let size = limit + 1
        while items.count < size, !read.endsPage(of: items.count) {
            let slice = try await slice(filter, for: caller, size, before: before)
            items += slice.items.map { live[$0.id]?.detail.record.outline ?? $0 }.filter {
                (states.isEmpty || states.contains($0.state)) && caller.maySee($0)
            }
            read.add(slice)
            guard slice.goesOn, let last = slice.items.last else { break }
            before = last.id
        }
        let page = Array(items.prefix(limit))
        return SessionPage(items: page, next: read.goesOn(after: page.count, of: items.count) ? page.last?.id : nil)
    }

    private func slice(
        _ filter: SessionFilter,
        for caller: Caller,
        _ size: Int,
        before: SessionID?
    ) async throws(ServiceError) -> ListSlice<SessionRecord> {
        guard let selection = Self.selection(filter, for: caller, size, before: before) else { return ListSlice() }
        return try await storing { () async throws(StoreError) in try await self.store.sessions(selection) }
    }

    /// The query for the store; `nil` when the caller may see no session of the filter.
    private static func selection(
        _ filter: SessionFilter,
        for caller: Caller,
        _ size: Int,
        before: SessionID?
    ) -> SessionSelection? {
        var selection = SessionSelection(limit: size)
        // Unfinished rows have the state `queued` in the store, whatever the session does: a filter for any such state reads them all.
        let isUnfinished = filter.states.contains { $0 != .destroyed }
        selection.states = isUnfinished ? filter.states.union([.queued]) : filter.states
        (selection.script, selection.labels, selection.before) = (filter.script, filter.labels, before)
        if !caller.isOperator { selection.uid = caller.uid }
        switch filter.caller {
        case .user(let uid):
            guard caller.isOperator || uid == caller.uid else { return nil }
            selection.uid = uid
        case .agent(let name): selection.agent = name
        case nil: break
        }
        return selection
    }
}
