internal import MayflyCore
internal import MayflyStore

extension SessionRecorder {
    /// Decides what becomes of the workspace of an ended session.
    ///
    /// - Returns: The workspace's new state, to be written with the session's end; `nil` when it does not change.
    func concludeWorkspace(of session: LiveSession, _ record: inout SessionRecord) -> WorkspaceRecord? {
        guard var use = record.workspace, let hold = workspaces.hold(of: session.id) else { return nil }
        defer { record.workspace = use }
        var workspace = hold.workspace
        use.before = use.before ?? workspace.state
        use.after = workspace.state
        let verdict = record.report?.verdict.name ?? .internalError
        switch WorkspaceRule.decide(verdict, session.output.work) {
        case .discard(let reason): (use.outcome, use.reason) = (.discarded, reason)
        case .refuse(let reason, let names): (use.outcome, use.reason, use.refused) = (.refused, reason, names)
        case .keep(let files):
            use.outcome = .kept
            let state = WorkspaceRecord.state(of: files)
            use.after = state
            guard state != workspace.state else { return nil }
            (workspace.files, workspace.state) = (files, state)
            (workspace.writtenBy, workspace.writtenAt) = (session.id, .now)
            if !workspace.writers.contains(session.digest) { workspace.writers.append(session.digest) }
            return workspace
        }
        return nil
    }

    /// The use of a session that an earlier daemon left unfinished, of which nothing was kept.
    static func cutOff(_ use: WorkspaceUse?) -> WorkspaceUse? {
        guard var use else { return nil }
        (use.outcome, use.reason) = (.discarded, "the daemon ended before the session")
        return use
    }
}
