internal import Logging
internal import MayflyAudit
package import MayflyCore
internal import MayflyStore

extension MayflyService {
    /// Makes an empty workspace.
    ///
    /// - Parameters:
    ///   - name: Unique among the caller's workspaces; generated if not given.
    ///   - profile: `standard` if not given.
    ///   - lifetime: The longest that the profile allows if not given.
    package func createWorkspace(
        _ name: WorkspaceName?,
        profile: ProfileName?,
        lifetime: Duration?,
        by caller: Caller
    ) async throws(ServiceError) -> WorkspaceDetail {
        guard caller.isAgent else { throw .forbidden("only agents and operators may make workspaces") }
        guard !director.isDraining else { throw .draining }
        let profile = try self.profile(named: profile)
        guard let quota = profile.workspace else { throw .workspace(.notAllowed(profile.name)) }
        let time = lifetime ?? quota.lifetime
        guard time <= quota.lifetime else {
            throw .invalid(pointer: "/ttl", detail: "profile \(profile.name) allows \(quota.lifetime.text) at most")
        }
        let workspace = try Self.newWorkspace(name, of: caller, under: profile.name, for: time)
        try await keep(workspace, most: quota.perOwner)
        logger.info("workspace created", metadata: ["workspace": "\(workspace.id)", "by": "\(caller.text)"])
        await workspaces.sweep()
        return WorkspaceDetail(workspace: workspace)
    }

    private static func newWorkspace(
        _ name: WorkspaceName?,
        of caller: Caller,
        under profile: ProfileName,
        for time: Duration
    ) throws(ServiceError) -> WorkspaceRecord {
        let now = Timestamp.now
        let id = WorkspaceID.new(at: now)
        guard let name = name ?? WorkspaceName(String(id.text.dropFirst(4))) else {
            throw .internal("a name could not be made up")
        }
        return WorkspaceRecord(
            id: id,
            name: name,
            owner: caller.identity,
            agent: caller.agent,
            profile: profile,
            createdAt: now,
            expiresAt: now.advanced(by: time)
        )
    }

    /// Records a new workspace.
    ///
    /// - Parameter most: How many workspaces the owner may have under its profile.
    private func keep(_ workspace: WorkspaceRecord, most: UInt32) async throws(ServiceError) {
        let inserted = try await storing { () async throws(StoreError) in
            try await self.store.insert(workspace, most: most, leaf: .workspaceCreated(workspace.fact))
        }
        switch inserted {
        case .nameTaken: throw .workspace(.nameTaken(workspace.name))
        case .tooMany: throw .workspace(.tooMany(workspace.profile, most: most))
        case .kept: break
        }
    }

    /// The caller's workspaces; all of them for an operator.
    package func workspaces(for caller: Caller) async throws(ServiceError) -> [WorkspaceDetail] {
        let found = try await storing { () async throws(StoreError) in
            try await self.store.workspaces(uid: caller.isOperator ? nil : caller.uid)
        }
        return found.filter { $0.workspace.isThere && caller.maySee($0.workspace) }.map { summary in
            WorkspaceDetail(summary, session: workspaces.session(having: summary.workspace.id))
        }
    }

    /// One workspace, by its identifier or by the name that the caller gave it.
    package func workspace(_ text: String, for caller: Caller) async throws(ServiceError) -> WorkspaceDetail {
        detail(try await findWorkspace(text, for: caller))
    }

    /// Destroys a workspace, which is gone when this returns.
    package func deleteWorkspace(_ text: String, by caller: Caller) async throws(ServiceError) -> WorkspaceDetail {
        // The summary suffices, so that a workspace which cannot be read can still be deleted.
        let summary = try await findSummary(text, for: caller)
        guard caller.mayChange else { throw .forbidden("auditors only read, and delete no workspace") }
        try await workspaces.destroy(summary.workspace, WorkspaceRecord.Doom(reason: "deleted", by: caller.uid))
        return WorkspaceDetail(summary, session: nil)
    }

    private func detail(_ workspace: WorkspaceRecord) -> WorkspaceDetail {
        WorkspaceDetail(workspace: workspace, session: workspaces.session(having: workspace.id))
    }

    private func findWorkspace(_ text: String, for caller: Caller) async throws(ServiceError) -> WorkspaceRecord {
        let id = try await findSummary(text, for: caller).workspace.id
        let found = try await storing { () async throws(StoreError) in try await self.store.workspace(id) }
        guard let found, found.isThere else { throw .workspace(.notFound(text)) }
        return found
    }

    private func findSummary(_ text: String, for caller: Caller) async throws(ServiceError) -> WorkspaceSummary {
        let found = try await storing { () async throws(StoreError) -> WorkspaceSummary? in
            if let id = WorkspaceID(text) { return try await self.store.workspaceSummary(id) }
            guard let name = WorkspaceName(text) else { return nil }
            let called = try await self.store.workspaces(named: name, uid: caller.uid, agent: caller.agent)
            return called.first { $0.workspace.isThere && caller.owns($0.workspace) }
        }
        guard let found, found.workspace.isThere, caller.maySee(found.workspace) else {
            throw .workspace(.notFound(text))
        }
        return found
    }

    // MARK: - Sessions

    /// Finds the workspace that a request names, and checks whether its session may use it.
    ///
    /// An operator may see all workspaces, but an operator's sessions may not use other users' files.
    func checkWorkspace(
        _ text: String?,
        for record: SessionRecord,
        under profile: Profile,
        _ caller: Caller
    ) async throws(ServiceError) -> WorkspaceRecord? {
        guard let text else { return nil }
        guard record.review == nil else {
            throw .invalid(pointer: "/workspace", detail: "what is not approved gets no workspace")
        }
        let workspace = try await findWorkspace(text, for: caller)
        guard caller.owns(workspace) else { throw .workspace(.notFound(text)) }
        try WorkspaceRule.check(workspace, under: profile, record.limits)
        if let session = workspaces.session(having: workspace.id) {
            throw .workspace(.inUse(workspace.name, by: session))
        }
        return workspace
    }

    /// Gives a session the workspace that its request names.
    func takeWorkspace(
        _ request: SubmitRequest,
        for record: inout SessionRecord,
        under profile: Profile,
        _ caller: Caller
    ) async throws(ServiceError) {
        guard let workspace = try await checkWorkspace(request.workspace, for: record, under: profile, caller) else {
            return
        }
        let current = try await workspaces.take(workspace, for: record.id)
        // Another session may have changed it since the check; on an error, the caller gives it back.
        try WorkspaceRule.check(current, under: profile, record.limits)
        record.workspace = WorkspaceUse(id: workspace.id, name: workspace.name)
    }
}

extension WorkspaceRecord {
    /// Whether it has neither expired nor is to be destroyed for another reason.
    var isThere: Bool { doom == nil && expiresAt > .now }
}

extension Caller {
    /// Whether a workspace belongs to the caller.
    func owns(_ workspace: WorkspaceRecord) -> Bool { owns(workspace.owner.uid, workspace.agent) }

    /// Whether the caller may know that a workspace exists.
    func maySee(_ workspace: WorkspaceRecord) -> Bool { isOperator || owns(workspace) }
}
