internal import Logging
internal import MayflyAudit
internal import MayflyCore
internal import MayflyStore
internal import Synchronization
internal import WardenClient

/// Knows who has which workspace, and destroys those that have to go.
///
/// Who has one is known here only: when the daemon ends, every session ends, and nobody has any.
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

    /// The session that has a workspace.
    func session(having id: WorkspaceID) -> SessionID? {
        state.withLock { if case .session(let session) = $0.holders[id] { session } else { nil } }
    }

    /// What a session has taken.
    func hold(of session: SessionID) -> WorkspaceHold? { state.withLock { $0.holds[session] } }

    /// Gives a session a workspace for itself, until ``release(_:)``.
    ///
    /// - Returns: The workspace as it is now that nobody else changes it.
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

    /// What `/work` of a session begins with; `nil` when it has no workspace.
    ///
    /// All of it was hashed once; its bytes are read when they are sent.
    ///
    /// - Throws: ``WorkspaceRefusal/notFound(_:)`` when the workspace has to go since it was taken.
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

    /// Takes a workspace back from a session; nothing happens when it has none.
    ///
    /// What it left and was not kept is removed.
    func release(_ session: SessionID) async {
        guard let hold = state.withLock({ $0.holds.removeValue(forKey: session) }) else { return }
        do throws(StoreError) {
            if let current = try await store.workspace(hold.workspace.id) { _ = try await store.openFiles(of: current) }
        } catch {
            // The next session that has it, or its end, removes them.
            report(hold.workspace.id, "what was not kept is still there: \(error)")
        }
        unlock(hold.workspace.id)
        // Not waited for: it may have others' workspaces to destroy.
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

    /// Destroys every workspace that has to go and that no session has; sets the alarm for the next.
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

    /// Destroys one workspace, whoever wants it.
    ///
    /// From the first line on it is decided: what is cut off here is done again by the next sweep. A client that goes away
    /// cuts nothing off.
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

    /// The longest sleep: the wall clock may be set meanwhile, and the next expiry could not be read.
    private static let longestSleep = Duration.seconds(3600)
    /// How long one that could not be destroyed is let be; one that a session has is looked at when that ends.
    private static let pause = Duration.seconds(60)

    /// Sleeps until the next workspace expires, then sweeps.
    ///
    /// There always is an alarm: two that are set at once cannot leave none.
    private func setAlarm() async {
        let next = (try? await store.nextWorkspaceExpiry()).flatMap(\.self)
        let rest = next.map { Timestamp.now.duration(to: $0) } ?? Self.longestSleep
        // What has just expired has done so since it was looked for, and was not tried yet.
        let time = rest > .seconds(-1) ? min(max(.seconds(1), rest), Self.longestSleep) : Self.pause
        let timer = Task { [weak self] in
            guard (try? await Task.sleep(for: time)) != nil else { return }
            // In a task of its own: the alarm that it sets cancels this one.
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
    /// What the log says of it.
    var fact: WorkspaceFact {
        WorkspaceFact(id: id, name: name, owner: owner.uid, profile: profile, expires: expiresAt)
    }
}
