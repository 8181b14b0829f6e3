internal import Logging
internal import MayflyAudit
internal import MayflyCore
internal import MayflyStore
internal import Synchronization
internal import WardenClient

/// Tracks which session holds which workspace, and destroys workspaces whose time has come.
///
/// The holders are only in memory: when the daemon ends, every session ends, and no workspace is held.
final class WorkspaceDesk: Sendable {
    private enum Holder {
        case session(SessionID)
        case destruction
    }

    private struct State {
        var holders: [WorkspaceID: Holder] = [:]
        var holds: [SessionID: WorkspaceHold] = [:]
        var timer: Task<Void, Never>?
    }

    let store: Store
    private let logger: Logger
    private let state = Mutex(State())

    init(store: Store, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    // MARK: - Sessions

    /// The session that holds a workspace.
    func session(having id: WorkspaceID) -> SessionID? {
        state.withLock { if case .session(let session) = $0.holders[id] { session } else { nil } }
    }

    /// The workspace that a session holds.
    func hold(of session: SessionID) -> WorkspaceHold? { state.withLock { $0.holds[session] } }

    /// Gives a session a workspace for itself, until ``release(_:)``.
    ///
    /// - Returns: The workspace as it is now that nobody else can change it.
    func take(_ workspace: WorkspaceRecord, for session: SessionID) async throws(ServiceError) -> WorkspaceRecord {
        try lock(workspace, .session(session))
        do throws(ServiceError) {
            let hold = try await storing { () async throws(StoreError) -> WorkspaceHold? in
                guard let current = try await self.store.workspace(workspace.id),
                    try await self.store.doomedWorkspaces(at: .now, only: workspace.id).isEmpty
                else { return nil }
                return WorkspaceHold(workspace: current, objects: try await self.store.openFiles(of: current))
            }
            guard let hold else { throw .workspace(.notFound(workspace.name.text)) }
            state.withLock { $0.holds[session] = hold }
            return hold.workspace
        } catch {
            unlock(workspace.id)
            throw error
        }
    }

    /// The initial content of a session's `/work`; `nil` when it has no workspace.
    ///
    /// All files were hashed once; their bytes are read when they are sent.
    ///
    /// - Throws: ``WorkspaceRefusal/notFound(_:)`` when the workspace is to be destroyed since it was taken.
    func contents(for session: SessionID) async throws(ServiceError) -> [ArchiveFile]? {
        guard let hold = hold(of: session) else { return nil }
        let isThere = try await storing { () async throws(StoreError) in
            guard try await self.store.doomedWorkspaces(at: .now, only: hold.workspace.id).isEmpty else { return false }
            try await self.store.verify(hold.workspace, in: hold.objects)
            return true
        }
        guard isThere else { throw .workspace(.notFound(hold.workspace.name.text)) }
        return hold.workspace.files.map { file in
            ArchiveFile(path: file.path, content: .source(WorkspaceFile(file, in: hold.objects)))
        }
    }

    /// Takes a workspace back from a session; does nothing when the session has none.
    ///
    /// Files that the session left and that were not kept are removed.
    func release(_ session: SessionID) async {
        guard let hold = state.withLock({ $0.holds.removeValue(forKey: session) }) else { return }
        do throws(StoreError) {
            if let current = try await store.workspace(hold.workspace.id) { _ = try await store.openFiles(of: current) }
        } catch {
            // The next session that takes it, or its destruction, removes them.
            report(hold.workspace.id, "what was not kept is still there: \(error)")
        }
        unlock(hold.workspace.id)
        // Not awaited: the sweep may have other callers' workspaces to destroy.
        Task { await sweep() }
    }

    private func lock(_ workspace: WorkspaceRecord, _ holder: Holder) throws(ServiceError) {
        let other = state.withLock { state -> Holder? in
            if let other = state.holders[workspace.id] { return other }
            state.holders[workspace.id] = holder
            return nil
        }
        switch other {
        case .session(let session): throw .workspace(.inUse(workspace.name, by: session))
        case .destruction: throw .workspace(.inUse(workspace.name, by: nil))
        case nil: break
        }
    }

    private func unlock(_ id: WorkspaceID) { state.withLock { _ = $0.holders.removeValue(forKey: id) } }

    // MARK: - Ends

    /// Destroys every workspace whose time has come and that no session holds; sets the alarm for the next one.
    ///
    /// Not in the caller's task: a client that goes away must not stop it.
    func sweep() async { await Task { await destroyDoomed() }.value }

    private func destroyDoomed() async {
        do throws(StoreError) {
            for workspace in try await store.doomedWorkspaces(at: .now)
            where (try? lock(workspace, .destruction)) != nil {
                await destroy(workspace)
                unlock(workspace.id)
            }
        } catch {
            logger.error("workspaces that have to go were not found", metadata: ["error": "\(error)"])
        }
        await setAlarm()
    }

    /// Destroys one workspace, for any reason.
    ///
    /// The first line makes it final: the next sweep repeats what is interrupted here. A client that goes away interrupts nothing.
    func destroy(_ workspace: WorkspaceRecord, _ doom: WorkspaceRecord.Doom) async throws(ServiceError) {
        try lock(workspace, .destruction)
        defer { unlock(workspace.id) }
        let work = Task { () async -> Result<Void, ServiceError> in
            do throws(ServiceError) {
                try await storing { () async throws(StoreError) in
                    try await self.store.doom(workspace.id, doom)
                    try await self.finish(workspace, doom)
                }
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try await work.value.get()
    }

    private func destroy(_ workspace: WorkspaceRecord) async {
        guard let doom = workspace.doom else { return }
        do throws(StoreError) {
            try await store.doom(workspace.id, doom)
            try await finish(workspace, doom)
        } catch {
            report(workspace.id, "not destroyed yet: \(error)")
        }
    }

    private func finish(_ workspace: WorkspaceRecord, _ doom: WorkspaceRecord.Doom) async throws(StoreError) {
        let state = try await store.workspaceSummary(workspace.id)?.workspace.state ?? workspace.state
        let count = try await store.removeFiles(of: workspace.id)
        let leaf = AuditEvent.workspaceDestroyed(
            workspace.fact,
            state: state,
            files: count,
            reason: doom.reason,
            by: doom.by
        )
        try await store.forgetWorkspace(workspace.id, leaf: leaf)
        logger.notice(
            "workspace destroyed",
            metadata: ["workspace": "\(workspace.id)", "reason": "\(doom.reason)", "files": "\(count)"]
        )
    }

    /// The longest sleep, since the wall clock may be set in the meantime, or the next expiry be unreadable.
    private static let longestSleep = Duration.seconds(3600)
    /// The pause before a failed destruction is tried again; for a workspace that a session holds, that session's end triggers it.
    private static let pause = Duration.seconds(60)

    /// Sleeps until the next workspace expires, then sweeps.
    ///
    /// There is always an alarm: two that are set at once cannot cancel each other.
    private func setAlarm() async {
        let next = (try? await store.nextWorkspaceExpiry()).flatMap(\.self)
        let rest = next.map { Timestamp.now.duration(to: $0) } ?? Self.longestSleep
        // A workspace that has just expired did so after the sweep looked, which has not tried to destroy it yet.
        let time = rest > .seconds(-1) ? min(max(.seconds(1), rest), Self.longestSleep) : Self.pause
        let timer = Task { [weak self] in
            guard (try? await Task.sleep(for: time)) != nil else { return }
            // In its own task: the alarm that the sweep sets cancels this one.
            Task { [weak self] in await self?.sweep() }
        }
        let old = state.withLock { state -> Task<Void, Never>? in
            defer { state.timer = timer }
            return state.timer
        }
        old?.cancel()
    }

    private func report(_ id: WorkspaceID, _ text: String) {
        logger.error("workspace: \(text)", metadata: ["workspace": "\(id)"])
    }
}

extension WorkspaceRecord {
    /// The facts for the log.
    var fact: WorkspaceFact {
        WorkspaceFact(id: id, name: name, owner: owner.uid, profile: profile, expires: expiresAt)
    }
}
