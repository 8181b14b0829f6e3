import MayflyCore
import MayflyEvidence

/// Values that tests begin with.
enum Example {
    /// 2026-05-07T09:30:00Z.
    static let now: UInt64 = 1_778_146_200
    static let digest = make(Digest(bytes: [UInt8](repeating: 1, count: 32)))
    static let profile = make(ProfileName("standard"))
    static let id = make(ApprovalID("apr_" + String(repeating: "0", count: 25) + "1"))
    static let earlierID = make(ApprovalID("apr_" + String(repeating: "0", count: 26)))

    static let closure = RuntimeClosure(
        profile: profile,
        profileDigest: make(Digest(bytes: [UInt8](repeating: 2, count: 32))),
        interpreter: "/usr/bin/python3.11",
        interpreterDigest: make(Digest(bytes: [UInt8](repeating: 3, count: 32))),
        flags: ["-I", "-B"]
    )

    /// An approval of 90 days that begins at ``now``.
    static let statement = ApprovalStatement(
        id: id,
        name: make(ScriptName("team/report")),
        digest: digest,
        decision: .approve,
        profiles: [ApprovedProfile(closure)],
        author: ApprovalStatement.Author(uid: 1000, user: "ada"),
        createdAt: now,
        notBefore: now,
        expires: now + 90 * 86_400,
        comment: "looked at"
    )

    /// Statements with everything that may differ.
    static var statements: [ApprovalStatement] {
        var repin = statement
        (repin.replaces, repin.comment) = (earlierID, "π, \"quoted\"\n\tand\\more")
        var plain = statement
        plain.profiles = [ApprovedProfile(make(ProfileName("strict"))), ApprovedProfile(closure)]
        plain.comment = ""
        var program = closure
        (program.interpreter, program.interpreterDigest, program.flags) = ("", nil, [])
        var review = statement
        (review.decision, review.expires) = (.review, now + 3600)
        review.profiles = [ApprovedProfile(program)]
        return [statement, repin, plain, review]
    }

    private static func make<Value>(_ value: Value?) -> Value {
        guard let value else { preconditionFailure("an example is wrong") }
        return value
    }
}
