internal import MayflyAPI
internal import MayflyBundle
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService
internal import MayflyStore

/// Scripts and versions as JSON.
enum ScriptReply {
    /// A script with a page of its versions, and where the next page begins.
    static func json(_ script: ScriptDetail) -> JSON {
        .record([
            "name": .string(script.name.text), "current": digest(script.current),
            "versions": .array(script.versions.map(version)),
            "next_cursor": script.next.map { .string($0.text) },
        ])
    }

    /// A script in a list: its newest version, the version that its name means, and the number of versions.
    static func summary(_ script: ScriptSummary) -> JSON {
        .record([
            "name": .string(script.latest.version.name.text), "versions": .integer(script.versions),
            "current": digest(script.current), "latest": version(script.latest),
        ])
    }

    private static func digest(_ digest: Digest?) -> JSON? { digest.map { .string($0.description) } }

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
            "author_name": version.authorName.map { .string($0) },
            "created_at": .moment(version.createdAt),
            "files": .files(version.files, name: "path"),
            "provenance": version.provenance.map(provenance),
            "approvals": .array(detail.approvals.map { ApprovalReply.json($0) }),
            "rejection": detail.rejection.map(rejection),
            "revocation": detail.revocation.map(revocation),
            "approve_command": .string(
                ApprovalHint.command(version.name, version.digest, [detail.listedProfile?.text ?? "standard"])
            ),
        ])
    }

    /// The content of a version's `mayfly.yaml`.
    private static func description(_ description: BundleDescription) -> JSON {
        .object([
            "text": description.summary.map { .string($0) },
            "tags": .strings(description.tags.map(\.text)),
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

    private static func provenance(_ provenance: Provenance) -> JSON {
        .object([
            "commit": .string(provenance.commit), "clean": .bool(provenance.isClean),
            "signature": .string(provenance.signature.rawValue), "signer": .string(provenance.signer),
        ])
    }

    private static func rejection(_ rejection: VersionEvent) -> JSON {
        .object([
            "by": .caller(rejection.by), "reason": .string(rejection.text), "rejected_at": .moment(rejection.createdAt),
        ])
    }

    static func revocation(_ revocation: RevocationRecord) -> JSON {
        .object([
            "digest": .string(revocation.digest.description),
            "by": .caller(revocation.by),
            "reason": .string(revocation.reason),
            "revoked_at": .moment(revocation.createdAt),
        ])
    }

    /// A revocation and its effects.
    static func revoked(_ result: RevocationResult) -> JSON {
        let counts: JSON = .object([
            "sessions_refused": .integer(result.refused), "sessions_killed": .integer(result.killed),
        ])
        return .object(revocation(result.record).members + counts.members)
    }
}
