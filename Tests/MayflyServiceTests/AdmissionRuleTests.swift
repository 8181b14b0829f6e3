import MayflyCore
import MayflyService
import MayflyStore
import Testing

@Suite("Admission") struct AdmissionRuleTests {
    private let digest: Digest
    private let standard: ProfileName
    private let strict: ProfileName
    private let name: ScriptName
    private let caller = CallerIdentity(uid: 7, gid: 7, pid: 1)

    init() throws {
        digest = try #require(Digest(bytes: [UInt8](repeating: 1, count: 32)))
        standard = try #require(ProfileName("standard"))
        strict = try #require(ProfileName("strict"))
        name = try #require(ScriptName("a"))
    }

    private func approval(_ profiles: [ProfileName], until end: Int64, of other: Digest? = nil) -> ApprovalRecord {
        ApprovalRecord(
            id: "apr_\(end)",
            name: name,
            digest: other ?? digest,
            profiles: profiles,
            approver: caller,
            createdAt: Timestamp(milliseconds: 0),
            expiresAt: Timestamp(milliseconds: end),
            comment: "",
            isSelfApproval: false
        )
    }

    private func admit(
        _ approvals: [ApprovalRecord],
        revoked: Bool = false,
        under profile: ProfileName? = nil
    ) throws(ServiceError) -> ApprovalRecord {
        let revocation = RevocationRecord(
            digest: digest,
            by: caller,
            reason: "why",
            createdAt: Timestamp(milliseconds: 0)
        )
        let facts = AdmissionRule.Facts(
            digest: digest,
            name: name,
            approvals: approvals,
            revocation: revoked ? revocation : nil
        )
        return try AdmissionRule.admit(facts, under: profile ?? standard, at: Timestamp(milliseconds: 100))
    }

    @Test func `takes the approval that holds longest`() throws {
        #expect(try admit([approval([standard], until: 200), approval([standard], until: 300)]).id == "apr_300")
    }

    @Test func `needs an approval of this very digest`() throws {
        let other = try #require(Digest(bytes: [UInt8](repeating: 2, count: 32)))
        for approvals in [[], [approval([standard], until: 200, of: other)]] {
            #expect(throws: ServiceError.scriptNotApproved(digest, name: name)) { try admit(approvals) }
        }
    }

    @Test func `ends at the very moment that an approval ends`() throws {
        #expect(throws: ServiceError.approvalExpired(digest, at: Timestamp(milliseconds: 100))) {
            try admit([approval([standard], until: 100)])
        }
        #expect(try admit([approval([standard], until: 101)]).id == "apr_101")
    }

    @Test func `is for the profiles of one approval that still holds`() throws {
        let approvals = [approval([strict], until: 50), approval([standard], until: 200)]
        #expect(throws: ServiceError.profileNotApproved(digest, strict, approved: [standard])) {
            try admit(approvals, under: strict)
        }
    }

    @Test func `is over with a revocation, whatever was approved`() throws {
        #expect(throws: ServiceError.scriptRevoked(digest, reason: "why")) {
            try admit([approval([standard], until: 200)], revoked: true)
        }
    }
}
