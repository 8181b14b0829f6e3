internal import GRDB
internal import MayflyCore

extension Store {
    /// Sessions, newest first, each as its ``SessionRecord/outline``; a slice has few of them where their records are long.
    ///
    /// Users, agents, scripts, states and labels have indexes, so that a selection that few sessions match does not read all of them.
    package func sessions(_ selection: SessionSelection) async throws(StoreError) -> ListSlice<SessionRecord> {
        let query = Self.sessionPage(selection)
        return try await read { database in
            try query.slice(upTo: selection.limit, in: database) { row in
                (try Document.read(row["record"]), row["length"])
            }
        }
    }

    /// The query of a page; with a label it follows that label's index, which has the order of sessions.
    static func sessionPage(_ selection: SessionSelection) -> ListQuery {
        let order = selection.labels.isEmpty ? "session.id" : "label.session"
        var conditions = conditions(of: selection)
        if let before = selection.before { conditions.add("\(order) < ?", [before.text]) }
        // SQLite executes a cross join in the order in which it is written.
        let source =
            selection.labels.isEmpty
            ? "session" : "session_label AS label CROSS JOIN session ON session.id = label.session"
        return ListQuery(
            sql: """
                SELECT \(outline) AS record, length(CAST(record AS BLOB)) AS length FROM \(source)
                WHERE \(conditions.sql) ORDER BY \(order) DESC LIMIT ?
                """,
            arguments: conditions.arguments + [selection.limit]
        )
    }

    /// All conditions but the page's beginning.
    private static func conditions(of selection: SessionSelection) -> Conditions {
        var conditions = Conditions()
        if let label = selection.labels.first {
            conditions.add("label.name = ? AND label.value = ?", [label.name, label.value])
        }
        for label in selection.labels.dropFirst() {
            conditions.add(
                "EXISTS (SELECT 1 FROM session_label WHERE name = ? AND value = ? AND session = session.id)",
                [label.name, label.value]
            )
        }
        if !selection.states.isEmpty {
            let marks = selection.states.map { _ in "?" }.joined(separator: ", ")
            conditions.add("session.state IN (\(marks))", StatementArguments(selection.states.map(\.rawValue)))
        }
        // Few sessions have not ended, so their index is best, and a plus sign keeps SQLite from using an index for another column.
        let plus = selection.states.isEmpty || selection.states.contains(.destroyed) ? "" : "+"
        // For a caller's own sessions of a script the index by user or agent serves best, as many others may run the script.
        let other = selection.uid == nil && selection.agent == nil ? plus : "+"
        if let script = selection.script { conditions.add("\(other)script = ?", [script.text]) }
        if let uid = selection.uid { conditions.add("\(plus)uid = ?", [Int64(uid)]) }
        if let agent = selection.agent { conditions.add("\(plus)agent = ?", [agent.text]) }
        return conditions
    }

    /// The SQL of a record's ``SessionRecord/outline``, which spares memory: the omitted members are most of the text.
    private static let outline = """
        json_replace(record, '$.inputs', json('[]'), '$.report.deniedCalls', json('[]'), \
        '$.report.controls', json('[]'), '$.report.destruction.checked', json('[]'), \
        '$.artifacts', json('[]'), '$.artifactsSkipped', json('[]'), '$.result', NULL)
        """
}
