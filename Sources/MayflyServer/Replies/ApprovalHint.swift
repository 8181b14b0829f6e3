internal import MayflyCore
internal import MayflyJSON

/// What to do about approvals that let nothing run, and what approvers type.
enum ApprovalHint {
    /// What approves a version; `NAME` stands for a name that is not known.
    static func command(_ name: ScriptName?, _ digest: Digest, _ profiles: [String]) -> String {
        let options = profiles.map { " --profile \($0)" }.joined()
        return "mayfly review approve \(name?.text ?? "NAME")@\(digest)\(options)"
    }

    /// Where too few have signed.
    static func another(_ name: ScriptName?, _ digest: Digest, _ profile: ProfileName) -> String {
        "ask another approver to run: \(command(name, digest, [profile.text]))"
    }

    /// Where what was signed is over, too old or worth nothing.
    static func anew(_ name: ScriptName?, _ digest: Digest, _ profiles: [ProfileName]) -> String {
        "ask an approver to look at it again and run: \(command(name, digest, profiles.map(\.text)))"
    }

    /// Where what was signed does not hold yet.
    static func wait(until start: Timestamp) -> String {
        "wait until \(DateText.text(of: start)); nobody has to sign it anew"
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
