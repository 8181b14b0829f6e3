internal import MayflyAPI
internal import MayflyBundle
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService
internal import MayflyStore

/// Scripts, versions and approvals as JSON.
enum ScriptReply {
    /// A script with all its versions.
    static func json(_ script: ScriptDetail) -> JSON {
        .object(["name": .string(script.name.text), "versions": .array(script.versions.map(version))])
    }

    /// A script in a list: its newest version, and how many there are.
    static func summary(_ script: ScriptSummary) -> JSON {
        .object([
            "name": .string(script.latest.version.name.text), "versions": .integer(script.versions),
            "latest": version(script.latest),
        ])
    }

    /// One version.
    static func version(_ detail: VersionDetail) -> JSON {
        let version = detail.version
        return .record([
            "name": .string(version.name.text),
            "digest": .string(version.digest.description),
            "state": .string(detail.state.rawValue),
            "runtime": .string(version.runtime.rawValue),
            "entry": .string(version.entry),
            "description": detail.description.map(description),
            "author": .caller(version.author),
            "created_at": .moment(version.createdAt),
            "files": .files(version.files, name: "path"),
            "approvals": .array(detail.approvals.map { approval($0) }),
            "revocation": detail.revocation.map(revocation),
            "approve_command": .string("mayfly script approve \(version.name)@\(version.digest) --profile standard"),
        ])
    }

    /// What a version's `mayfly.yaml` says.
    private static func description(_ description: BundleDescription) -> JSON {
        .object([
            "text": description.summary.map { .string($0) },
            "profiles": .strings(description.start.profiles.map(\.text)),
            "env": .strings(description.start.environment),
            "executables": .strings(description.start.executables),
            "args": description.arguments,
            "argv": description.arguments.map { _ in .array(description.argumentMap.entries.map(entry)) },
            "result": description.result.map { .object(["file": .string($0.file), "schema": $0.schema]) },
        ])
    }

    private static func entry(_ entry: ArgumentMap.Entry) -> JSON {
        switch entry {
        case .flag(let flag, let place): .object(["flag": .string(flag), "from": .string(JSONPointer.text(place))])
        case .positional(let place): .object(["positional": .string(JSONPointer.text(place))])
        case .literal(let word): .object(["literal": .string(word)])
        }
    }

    /// One approval, with a warning where it is the author's own.
    static func approval(_ approval: ApprovalRecord) -> JSON {
        .object([
            "id": .string(approval.id),
            "script": .string(approval.name.text),
            "digest": .string(approval.digest.description),
            "profiles": .strings(approval.profiles.map(\.text)),
            "approver": .caller(approval.approver),
            "created_at": .moment(approval.createdAt),
            "expires_at": .moment(approval.expiresAt),
            "comment": .string(approval.comment),
            "self_approval": .bool(approval.isSelfApproval),
            "warning": approval.isSelfApproval
                ? .string("self-approval is switched on: nobody but the author has looked at this version") : nil,
        ])
    }

    /// A revocation.
    static func revocation(_ revocation: RevocationRecord) -> JSON {
        .object([
            "digest": .string(revocation.digest.description),
            "by": .caller(revocation.by),
            "reason": .string(revocation.reason),
            "revoked_at": .moment(revocation.createdAt),
        ])
    }

    /// A revocation and what it ended.
    static func revoked(_ result: RevocationResult) -> JSON {
        let counts: JSON = .object([
            "sessions_refused": .integer(result.refused), "sessions_killed": .integer(result.killed),
        ])
        return .object(revocation(result.record).members + counts.members)
    }
}
