internal import GRDB
package import MayflyCore

/// Workspaces as lists show them: nothing here reads the list of a workspace's files.
extension Store {
    /// All workspaces, or those of one user, oldest first.
    package func workspaces(uid: UInt32?) async throws(StoreError) -> [WorkspaceSummary] {
        try await summaries(Self.workspaceList(uid: uid))
    }

    /// One workspace, even if it must be removed, or if the list of its files cannot be read.
    package func workspaceSummary(_ id: WorkspaceID) async throws(StoreError) -> WorkspaceSummary? {
        let sql = "SELECT record, files, bytes FROM workspace WHERE id = ?"
        return try await summaries(ListQuery(sql: sql, arguments: [id.text])).first
    }

    /// A user's workspaces of one name, whichever agent of the user made them, even those that must be removed.
    ///
    /// - Parameter agent: Its workspace comes first, then one from before there were agents; the others follow by their agents' names.
    package func workspaces(
        named name: WorkspaceName,
        uid: UInt32,
        agent: AgentName?
    ) async throws(StoreError) -> [WorkspaceSummary] {
        let sql = "SELECT record, files, bytes FROM workspace WHERE uid = ? AND name = ? ORDER BY agent <> ?, agent"
        return try await summaries(ListQuery(sql: sql, arguments: [Int64(uid), name.text, agent?.text ?? ""]))
    }

    private func summaries(_ query: ListQuery) async throws(StoreError) -> [WorkspaceSummary] {
        try await read { database in
            try Row.fetchAll(database, sql: query.sql, arguments: query.arguments).map(Self.summary)
        }
    }

    /// The workspaces that must be removed, each with the reason: deleted, expired, or written by a revoked script.
    ///
    /// - Parameter id: Only this workspace.
    /// - Returns: Workspaces without their files.
    package func doomedWorkspaces(
        at now: Timestamp,
        only id: WorkspaceID? = nil
    ) async throws(StoreError) -> [WorkspaceRecord] {
        let query = id.map { Self.doomedWorkspace($0, at: now) } ?? Self.doomedWorkspaceList(at: now)
        return try await read { database in
            try String.fetchAll(database, sql: query.sql, arguments: query.arguments).map { text in
                var workspace: WorkspaceRecord = try Document.read(text)
                let reason = workspace.expiresAt <= now ? "expired" : "revoked"
                workspace.doom = workspace.doom ?? WorkspaceRecord.Doom(reason: reason, by: nil)
                return workspace
            }
        }
    }

    /// When the next workspace expires; `nil` when there is none.
    package func nextWorkspaceExpiry() async throws(StoreError) -> Timestamp? {
        try await read { database in
            try Int64.fetchOne(database, sql: "SELECT min(expires_at) FROM workspace").map {
                Timestamp(milliseconds: $0)
            }
        }
    }

    static func workspaceList(uid: UInt32?) -> ListQuery {
        var conditions = Conditions()
        if let uid { conditions.add("uid = ?", [Int64(uid)]) }
        return ListQuery(
            sql: "SELECT record, files, bytes FROM workspace WHERE \(conditions.sql) ORDER BY id",
            arguments: conditions.arguments
        )
    }

    /// Each reason has an index; the cross join begins with revocations, which are few.
    static func doomedWorkspaceList(at now: Timestamp) -> ListQuery {
        ListQuery(
            sql: """
                SELECT record FROM workspace WHERE id IN (
                    SELECT id FROM workspace WHERE expires_at <= ?
                    UNION SELECT id FROM workspace WHERE doomed
                    UNION SELECT writer.workspace FROM revocation
                        CROSS JOIN workspace_writer AS writer ON writer.digest = revocation.digest)
                ORDER BY id
                """,
            arguments: [now.milliseconds]
        )
    }

    /// The same for one workspace, which the query finds by its id.
    static func doomedWorkspace(_ id: WorkspaceID, at now: Timestamp) -> ListQuery {
        ListQuery(
            sql: """
                SELECT record FROM workspace WHERE id = ? AND (
                    expires_at <= ? OR doomed OR EXISTS (
                        SELECT 1 FROM workspace_writer AS writer
                        JOIN revocation ON revocation.digest = writer.digest WHERE writer.workspace = workspace.id))
                """,
            arguments: [id.text, now.milliseconds]
        )
    }

    private static func summary(_ row: Row) throws -> WorkspaceSummary {
        let workspace: WorkspaceRecord = try Document.read(row["record"])
        let (files, bytes): (Int64, Int64) = (row["files"], row["bytes"])
        guard let count = UInt32(exactly: files), let size = UInt64(exactly: bytes) else {
            throw StoreError.damaged("how much workspace \(workspace.id) holds cannot be read")
        }
        return WorkspaceSummary(workspace: workspace, files: Int(count), bytes: .bytes(size))
    }
}
