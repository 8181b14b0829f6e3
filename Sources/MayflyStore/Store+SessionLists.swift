internal import GRDB
internal import MayflyCore

extension Store {
    /// Sessions, newest first, without what only the view of one of them shows: controls, what was checked, artifacts.
    ///
    /// Users, agents, states and labels have indexes: who asks for what few sessions have does not read all of them.
    package func sessions(_ selection: SessionSelection) async throws(StoreError) -> [SessionRecord] {
        let (sql, arguments) = Self.query(selection)
        return try await read { database in
            try String.fetchAll(database, sql: sql, arguments: arguments).map { try Document.read($0) }
        }
    }

    /// With a label the search goes along those that have it, in the order of their sessions.
    static func query(_ selection: SessionSelection) -> (sql: String, arguments: StatementArguments) {
        var (conditions, arguments): ([String], StatementArguments) = (["1"], [])
        func add(_ condition: String, _ values: StatementArguments) {
            conditions.append(condition)
            arguments += values
        }
        if let label = selection.labels.first { add("label.name = ? AND label.value = ?", [label.name, label.value]) }
        for label in selection.labels.dropFirst() {
            add(
                "EXISTS (SELECT 1 FROM session_label WHERE name = ? AND value = ? AND session = session.id)",
                [label.name, label.value]
            )
        }
        if !selection.states.isEmpty {
            let marks = selection.states.map { _ in "?" }.joined(separator: ", ")
            add("session.state IN (\(marks))", StatementArguments(selection.states.map(\.rawValue)))
        }
        if let script = selection.script { add("script = ?", [script.text]) }
        if let uid = selection.uid { add("uid = ?", [Int64(uid)]) }
        if let agent = selection.agent { add("agent = ?", [agent.text]) }
        let order = selection.labels.isEmpty ? "session.id" : "label.session"
        if let before = selection.before { add("\(order) < ?", [before.text]) }
        // A cross join is done in the order it is written in.
        let source =
            selection.labels.isEmpty
            ? "session" : "session_label AS label CROSS JOIN session ON session.id = label.session"
        let sql = """
            SELECT \(outline) FROM \(source) WHERE \(conditions.joined(separator: " AND ")) ORDER BY \(order) DESC LIMIT ?
            """
        return (sql, arguments + [selection.limit])
    }

    /// A record whose longest lists are empty: they are most of its text, and the time to read a page is that of its text.
    private static let outline = """
        json_replace(record, '$.report.controls', json('[]'), '$.report.destruction.checked', json('[]'), \
        '$.artifacts', json('[]'), '$.artifactsSkipped', json('[]'), '$.result', NULL)
        """
}
