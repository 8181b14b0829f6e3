internal import MayflyCore
internal import MayflyJSON

/// Hints for approvals that let nothing run, with the commands for approvers.
enum ApprovalHint {
    /// The command that approves a version; `NAME` stands for an unknown name.
    static func command(_ name: ScriptName?, _ digest: Digest, _ profiles: [String]) -> String {
        let options = profiles.map { " --profile \($0)" }.joined()
        return "mayfly review approve \(name?.text ?? "NAME")@\(digest)\(options)"
    }

    /// The hint when too few approvers have signed.
    static func another(_ name: ScriptName?, _ digest: Digest, _ profile: ProfileName) -> String {
        "ask another approver to run: \(command(name, digest, [profile.text]))"
    }

    /// The hint when signatures have expired, are too old or do not count.
    static func anew(_ name: ScriptName?, _ digest: Digest, _ profiles: [ProfileName]) -> String {
        "ask an approver to look at it again and run: \(command(name, digest, profiles.map(\.text)))"
    }

    /// The hint when the signatures are not valid yet.
    static func wait(until start: Timestamp) -> String {
        "wait until \(DateText.text(of: start)); nobody has to sign it anew"
    }

    /// The hint when the interpreter or the profile differs from what the approvers saw, and one of them can accept that.
    static func repin(_ approval: String) -> String {
        "ask one who signed it to sign it for what is there now: mayfly script repin \(approval)"
    }

    /// The hint when a submitted statement names another interpreter or profile than the present one.
    static func draft(_ name: ScriptName?, _ digest: Digest, _ profile: ProfileName) -> String {
        "take a new one with: mayfly review statement \(name?.text ?? "NAME")@\(digest) --profile \(profile)"
    }
}
