internal import GRDB
package import MayflyAudit
package import MayflyCore

/// Workspaces: their records in the database, their files beside it.
extension Store {
    /// Keeps a new workspace, unless its owner has one of that name, or too many.
    ///
    /// - Parameters:
    ///   - most: How many workspaces the owner may have under this workspace's profile.
    ///   - leaf: What the log says of it.
    package func insert(
        _ workspace: WorkspaceRecord,
        most: UInt32,
        leaf: AuditEvent
    ) async throws(StoreError) -> WorkspaceInsertion {
        try reserve.check()
        let text = try document(workspace.outline)
        return try await write { database in
            let (uid, agent) = (Int64(workspace.owner.uid), workspace.agent?.text ?? "")
            let isTaken = try Bool.fetchOne(
                database,
                sql: "SELECT EXISTS (SELECT 1 FROM workspace WHERE uid = ? AND agent = ? AND name = ?)",
                arguments: [uid, agent, workspace.name.text]
            )
            if isTaken == true { return .nameTaken }
            let count = try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM workspace WHERE uid = ? AND agent = ? AND profile = ?",
                arguments: [uid, agent, workspace.profile.text]
            )
            guard let count, count < Int(most) else { return .tooMany }
            try database.execute(
                sql: """
                    INSERT INTO workspace (id, uid, agent, name, profile, expires_at, record) VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    workspace.id.text, uid, agent, workspace.name.text, workspace.profile.text,
                    workspace.expiresAt.milliseconds, text,
                ]
            )
            try Self.update(workspace, in: database)
            try AuditOutbox.append([leaf], in: database)
            return .kept
        }
    }

    /// One workspace, even if it must be removed.
    package func workspace(_ id: WorkspaceID) async throws(StoreError) -> WorkspaceRecord? {
        try await read { try Self.workspace(id, in: $0) }
    }

    /// Records that a workspace must be removed, which nothing can undo.
    package func doom(_ id: WorkspaceID, _ doom: WorkspaceRecord.Doom) async throws(StoreError) {
        try await write { database in
            guard var workspace = try Self.outline(of: id, in: database), workspace.doom == nil else { return }
            workspace.doom = doom
            try Self.writeRecord(workspace, in: database)
        }
    }

    /// Removes the files of a workspace, and checks that they are gone; its record stays.
    ///
    /// - Returns: How many files were removed.
    /// - Throws: When something is left.
    package func removeFiles(of id: WorkspaceID) async throws(StoreError) -> Int {
        let workspaces = workspaces
        return try await lanes.run { () throws(StoreError) in
            let removal = try workspaces.remove(id)
            guard removal.left.isEmpty else {
                throw .failed("workspace \(id) is not gone: \(removal.left.joined(separator: ", "))")
            }
            return removal.objects
        }
    }

    /// Forgets a workspace whose files are gone.
    ///
    /// - Parameter leaf: What the log says of it.
    package func forgetWorkspace(_ id: WorkspaceID, leaf: AuditEvent) async throws(StoreError) {
        try await write { database in
            try database.execute(sql: "DELETE FROM workspace WHERE id = ?", arguments: [id.text])
            if database.changesCount > 0 { try AuditOutbox.append([leaf], in: database) }
        }
    }

    /// Opens the objects of a workspace, and removes those that its record does not name.
    ///
    /// A crash, or a state that was not kept, leaves such objects. The caller must have the workspace for itself.
    ///
    /// - Throws: ``StoreError/damaged(_:)`` when the record's list of files does not have the record's digest: such a list must not
    ///   decide what is removed.
    package func openFiles(of workspace: WorkspaceRecord) async throws(StoreError) -> ObjectStore {
        guard WorkspaceRecord.state(of: workspace.files) == workspace.state else {
            throw .damaged("the record of workspace \(workspace.id) does not name what it holds")
        }
        let workspaces = workspaces
        return try await lanes.run { () throws(StoreError) in
            let objects = try workspaces.open(workspace.id)
            let held = Set(workspace.files.map(\.digest))
            for digest in objects.all where !held.contains(digest) { objects.remove(digest) }
            return objects
        }
    }

    /// Hashes every file of a workspace.
    ///
    /// - Throws: ``StoreError/damaged(_:)`` when a file does not match the record.
    package func verify(_ workspace: WorkspaceRecord, in objects: ObjectStore) async throws(StoreError) {
        try await lanes.run { () throws(StoreError) in
            for file in workspace.files {
                let size = try objects.open(file.digest).size
                guard size == file.size else {
                    throw .damaged("object \(file.digest) has \(size) bytes, and not \(file.size)")
                }
            }
        }
    }

    /// Removes directories of workspaces that no record names; must be called before any is opened.
    ///
    /// - Returns: How many were removed.
    package func removeOrphanedWorkspaces() async throws(StoreError) -> Int {
        let workspaces = workspaces
        let found = try await lanes.run { workspaces.all }
        guard !found.isEmpty else { return 0 }
        // As with objects, an empty database may stand in the place of one that will come back.
        let known = try await read { database in
            try Self.isEmpty(database)
                ? nil
                : Set(try String.fetchAll(database, sql: "SELECT id FROM workspace").compactMap { WorkspaceID($0) })
        }
        guard let known else { return 0 }
        let orphans = found.filter { !known.contains($0) }
        for id in orphans { _ = try await removeFiles(of: id) }
        return orphans.count
    }

    /// Replaces the record of a workspace, unless the workspace was forgotten.
    ///
    /// A decision to remove it that was made meanwhile stands.
    static func update(_ workspace: WorkspaceRecord, in database: Database) throws {
        guard let stored = try outline(of: workspace.id, in: database) else { return }
        var workspace = workspace
        workspace.doom = stored.doom ?? workspace.doom
        try writeRecord(workspace, in: database)
        let id = workspace.id.text
        try database.execute(
            sql: "UPDATE workspace SET files = ?, bytes = ? WHERE id = ?",
            arguments: [workspace.files.count, Int64(clamping: workspace.bytes.bytes), id]
        )
        try database.execute(
            sql: "INSERT OR REPLACE INTO workspace_content (workspace, files) VALUES (?, ?)",
            arguments: [id, try Document.text(of: workspace.files)]
        )
        try database.execute(sql: "DELETE FROM workspace_writer WHERE workspace = ?", arguments: [id])
        for writer in workspace.writers {
            try database.execute(
                sql: "INSERT OR IGNORE INTO workspace_writer (digest, workspace) VALUES (?, ?)",
                arguments: [writer.description, id]
            )
        }
    }

    /// Writes a record, but not the list of files that is stored beside it.
    private static func writeRecord(_ workspace: WorkspaceRecord, in database: Database) throws {
        try database.execute(
            sql: "UPDATE workspace SET doomed = ?, record = ? WHERE id = ?",
            arguments: [workspace.doom != nil, try Document.text(of: workspace.outline), workspace.id.text]
        )
    }

    /// The record of a workspace, without its files.
    private static func outline(of id: WorkspaceID, in database: Database) throws -> WorkspaceRecord? {
        try String.fetchOne(database, sql: "SELECT record FROM workspace WHERE id = ?", arguments: [id.text])
            .map { try Document.read($0) }
    }

    private static func workspace(_ id: WorkspaceID, in database: Database) throws -> WorkspaceRecord? {
        // Without a list of files a record is damaged; the empty text, which is no list, makes reading fail.
        let sql = """
            SELECT record, COALESCE(content.files, '') AS held FROM workspace
            LEFT JOIN workspace_content AS content ON content.workspace = workspace.id WHERE id = ?
            """
        return try Row.fetchOne(database, sql: sql, arguments: [id.text]).map { row in
            var workspace: WorkspaceRecord = try Document.read(row["record"])
            workspace.files = try Document.read(row["held"])
            return workspace
        }
    }
}
