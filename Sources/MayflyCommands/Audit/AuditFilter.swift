internal import ArgumentParser
internal import MayflyAudit
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// Selects records of the log by their content.
struct AuditFilter: ParsableArguments {
    @Option(help: ArgumentHelp("Only records of this event, such as refused; may be repeated.", valueName: "event"))
    var event: [AuditEventName] = []

    @Option(help: ArgumentHelp("Only records of this session, or of those whose ids begin so.", valueName: "session"))
    var session: String?

    @Option(help: ArgumentHelp("Only records that name this script.", valueName: "name"))
    var script: String?

    @Option(
        help: ArgumentHelp("Only records of this version, or of those whose digests begin so.", valueName: "digest")
    )
    var digest: String?

    @Option(help: ArgumentHelp("Only what this user did or signed: a name, or a number.", valueName: "user"))
    var by: String?

    @Option(
        help: ArgumentHelp("Only what happened at a moment or after it, or so long ago at most.", valueName: "moment")
    )
    var since: String?

    @Option(help: ArgumentHelp("Only what happened before a moment.", valueName: "moment"))
    var until: String?

    func validate() throws {
        if let session, !SessionName.accepts(session) || !session.hasPrefix("ses_") {
            throw ValidationError("--session: '\(session)' does not begin as a session's id does, with ses_")
        }
        if let script, ScriptName(script) == nil {
            throw ValidationError("--script: '\(script)' is not a script's name")
        }
        if let digest, !Self.isBeginning(digest) {
            throw ValidationError("--digest: '\(digest)' does not begin as a digest does, with sha256:")
        }
        _ = try bounds(now: 0)
    }

    private static func isBeginning(_ digest: String) -> Bool {
        digest.hasPrefix("sha256:") && digest.dropFirst(7).allSatisfy { $0.isHexDigit && !$0.isUppercase }
    }

    /// The moments between which records are selected.
    ///
    /// - Parameter now: Seconds since 1970.
    func bounds(now: Int64) throws -> (since: Timestamp?, until: Timestamp?) {
        (
            try MomentText.read(since, option: "--since", now: now),
            try MomentText.read(until, option: "--until", now: now)
        )
    }

    /// Whether the filter selects a record, its time aside.
    func accepts(_ record: JSON) -> Bool {
        (event.isEmpty || event.contains { $0.rawValue == record["event"]?.text })
            && Self.begins(record["session"], session)
            && Self.begins(record["digest"], digest)
            && (script == nil || record["script"]?.text == script)
            && isByWanted(record)
    }

    private static func begins(_ member: JSON?, _ beginning: String?) -> Bool {
        guard let beginning else { return true }
        return member?.text?.hasPrefix(beginning) ?? false
    }

    /// Whether the user of `--by` did or signed what the record reports.
    private func isByWanted(_ record: JSON) -> Bool {
        guard let by else { return true }
        let user = UInt32(by) ?? AccountNames.users.first { $0.value == by }?.key
        let signers = (record["signers"]?.elements ?? []).compactMap(\.text)
        let name = user.map { "uid \($0)" } ?? by
        return record["by"]?.text == name || signers.contains(by)
    }
}

extension AuditEventName: ExpressibleByArgument {}
