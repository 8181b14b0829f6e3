internal import GRDB
internal import MayflyCore

extension Store {
    /// Sessions, newest first, each as its ``SessionRecord/outline``; few at once where their records are long.
    ///
    /// Users, agents, scripts, states and labels have indexes: who asks for what few sessions have does not read all of them.
    package func sessions(_ selection: SessionSelection) async throws(StoreError) -> ListSlice<SessionRecord> {
        let query = Self.sessionPage(selection)
        return try await read { database in
            try query.slice(upTo: selection.limit, in: database) { row in
                (try Document.read(row["record"]), row["length"])
            }
        }
    }

    /// With a label the search goes along those that have it, in the order of their sessions.
    static func sessionPage(_ selection: SessionSelection) -> ListQuery {
        let order = selection.labels.isEmpty ? "session.id" : "label.session"
        var conditions = conditions(of: selection)
        if let before = selection.before { conditions.add("\(order) < ?", [before.text]) }
        // A cross join is done in the order it is written in.
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

    /// All but from where on.
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
        // Those that have not ended are few, whoever's they are; a column with a plus is looked for along no index.
        let plus = selection.states.isEmpty || selection.states.contains(.destroyed) ? "" : "+"
        // Who asks for their own of a script that others run too looks through their own.
        let other = selection.uid == nil && selection.agent == nil ? plus : "+"
        if let script = selection.script { conditions.add("\(other)script = ?", [script.text]) }
        if let uid = selection.uid { conditions.add("\(plus)uid = ?", [Int64(uid)]) }
        if let agent = selection.agent { conditions.add("\(plus)agent = ?", [agent.text]) }
        return conditions
    }

    /// A record as its ``SessionRecord/outline``: what it leaves out is most of the text, and what is read takes memory.
    private static let outline = """
        json_replace(record, '$.inputs', json('[]'), '$.report.deniedCalls', json('[]'), \
        '$.report.controls', json('[]'), '$.report.destruction.checked', json('[]'), \
        '$.artifacts', json('[]'), '$.artifactsSkipped', json('[]'), '$.result', NULL)
        """
}
