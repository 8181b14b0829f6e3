internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService
internal import MayflyStore

/// A workspace as JSON.
enum WorkspaceReply {
    /// The workspace, and the number and size of its files.
    static func json(_ detail: WorkspaceDetail) -> JSON { .object(members(detail)) }

    /// The same with its files.
    static func whole(_ detail: WorkspaceDetail) -> JSON {
        let workspace = detail.workspace
        let more = JSON.record([
            "contents": .files(workspace.files, name: "path"),
            "writers": .strings(workspace.writers.map(\.description)),
        ])
        return .object(members(detail) + more.members)
    }

    private static func members(_ detail: WorkspaceDetail) -> [JSON.Member] {
        let workspace = detail.workspace
        return JSON.record([
            "id": .string(workspace.id.text),
            "name": .string(workspace.name.text),
            "profile": .string(workspace.profile.text),
            "owner": .caller(workspace.owner),
            "agent": workspace.agent.map { .string($0.text) },
            "created_at": .moment(workspace.createdAt),
            "expires_at": .moment(workspace.expiresAt),
            "state": .string(workspace.state.description),
            "files": .integer(detail.files),
            "bytes": .integer(detail.bytes.bytes),
            "session": detail.session.map { .string($0.text) },
            "written_by": workspace.writtenBy.map { .string($0.text) },
            "written_at": workspace.writtenAt.map { .moment($0) },
        ])
        .members
    }

    /// A session's use of its workspace.
    static func json(_ use: WorkspaceUse) -> JSON {
        .record([
            "id": .string(use.id.text),
            "name": .string(use.name.text),
            "before": use.before.map { .string($0.description) },
            "after": use.after.map { .string($0.description) },
            "outcome": use.outcome.map { .string($0.rawValue) },
            "reason": use.reason.map { .string($0) },
            "refused": .array(
                use.refused.map { .object(["name": .string($0.path), "reason": .string($0.reason)]) }
            ),
        ])
    }
}
