package import MayflyAudit
package import MayflyCore

extension ReceiptFacts {
    /// The facts about a session that ended well and left nothing.
    package static func example(of session: SessionID) -> ReceiptFacts {
        guard let profile = ProfileName("standard") else { preconditionFailure("the example is wrong") }
        let digest = MerkleHash.leaf([1])
        return ReceiptFacts(
            report: SessionReport(session: session, verdict: Verdict(.ok, evidence: "exit 0")),
            script: ScriptName("team/report"),
            digest: digest,
            runtime: .python,
            profile: profile,
            caller: .init(uid: 1000, gid: 1000),
            requestID: "r",
            request: digest,
            limits: .ceiling,
            createdAt: Timestamp(milliseconds: 1_800_000_000_000)
        )
    }
}
