internal import MayflyCore

/// What to do about approvals that let nothing run, and what approvers type.
enum ApprovalHint {
    /// What approves a version; `NAME` stands for a name that is not known.
    static func command(_ name: ScriptName?, _ digest: Digest, _ profiles: [ProfileName]) -> String {
        let options = profiles.map { " --profile \($0)" }.joined()
        return "mayfly review approve \(name?.text ?? "NAME")@\(digest)\(options)"
    }

    /// Where too few have signed.
    static func another(_ name: ScriptName?, _ digest: Digest, _ profile: ProfileName) -> String {
        "ask another approver to run: \(command(name, digest, [profile]))"
    }

    /// Where something else starts the script than its approvers saw, and one of them can say that it may.
    static func repin(_ approval: String) -> String {
        "ask one who signed it to sign it for what is there now: mayfly script repin \(approval)"
    }

    /// Where a statement is brought that names something else than what starts the script.
    static func draft(_ name: ScriptName?, _ digest: Digest, _ profile: ProfileName) -> String {
        "take a new one with: mayfly review statement \(name?.text ?? "NAME")@\(digest) --profile \(profile)"
    }
}
