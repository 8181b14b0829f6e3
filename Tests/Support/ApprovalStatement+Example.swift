internal import MayflyCore
package import MayflyEvidence

extension ApprovalStatement {
    /// An approval of one script under one profile, for an hour.
    package static func example() -> ApprovalStatement {
        var generator = SeededGenerator(state: 1)
        guard let name = ScriptName("team/report"), let digest = Digest(bytes: [UInt8](repeating: 1, count: 32)),
            let profile = ProfileName("standard")
        else { preconditionFailure("the example is wrong") }
        return ApprovalStatement(
            id: ApprovalID(milliseconds: 1, using: &generator),
            name: name,
            digest: digest,
            decision: .approve,
            profiles: [ApprovedProfile(profile)],
            author: .init(uid: 1000, user: "ada"),
            createdAt: 1_800_000_000,
            notBefore: 1_800_000_000,
            expires: 1_800_003_600
        )
    }
}
