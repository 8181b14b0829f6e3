internal import MayflyCore
internal import MayflyEvidence
internal import MayflyJSON

/// What may start by an approval, and when, according to its first record, and to its statement if that exists.
struct ApprovalTerms {
    /// The index of the approval's first record.
    let record: UInt64
    /// Whether the statement approves; a `review` lets a reviewer try the version.
    let isApproval: Bool
    private let statement: JSON?
    private let script: JSON?
    private let digest: JSON?
    private let profiles: [String]
    /// Whether `profiles` is complete; a record names only a bounded number.
    private let hasAllProfiles: Bool
    /// The first second at which it holds, since 1970; 0 without the statement, because the record does not say it.
    private let begins: UInt64
    /// The first second at which it holds no longer.
    private let ends: UInt64

    /// Reads the terms.
    ///
    /// - Parameter content: The statement's content; `nil` when there is no statement, or the record does not agree with it.
    init(_ leaf: JSON, _ record: UInt64, saying content: ApprovalStatement?) {
        self.record = record
        isApproval = leaf["decision"]?.text == ApprovalStatement.Decision.approve.rawValue
        (statement, script, digest) = (leaf["statement"], leaf["script"], leaf["digest"])
        profiles = content?.profiles.map(\.name.text) ?? (leaf["profiles"]?.elements ?? []).compactMap(\.text)
        hasAllProfiles = content != nil || profiles.count < AuditLeaf.longestList
        begins = content.map { max($0.createdAt, $0.notBefore) } ?? 0
        ends = content?.expires ?? AuditLeaf.seconds("expires", of: leaf) ?? 0
    }

    /// The approval's subject: a script's name and a digest.
    var subject: String { "\(script?.text ?? "") \(digest?.text ?? "")" }

    /// Why a start cannot be by this approval, whenever it was; `nil` when it can.
    func fault(of start: JSON) -> String? {
        guard Self.isSame(start["statement"], statement) else { return "by another statement than that of" }
        guard Self.isSame(start["digest"], digest) else { return "of another version than was approved by" }
        // A request by digest or with inline code has no script name.
        guard start["script"] == nil || Self.isSame(start["script"], script) else {
            return "of another script than was approved by"
        }
        let profile = start["profile"]?.text ?? ""
        guard !hasAllProfiles || profiles.contains(where: { $0.hasBytes(of: profile) }) else {
            return "under a profile that is not approved by"
        }
        return nil
    }

    /// The most seconds by which a start may be too early, because the host's clock may have been set back meanwhile.
    private static let clockStep: UInt64 = 60

    /// By how many seconds a moment misses the approval's time; 0 within that time, or at most a minute before it.
    func seconds(from moment: UInt64) -> UInt64 {
        if moment < begins { return begins - moment <= Self.clockStep ? 0 : begins - moment }
        return moment < ends ? 0 : moment - ends + 1
    }

    private static func isSame(_ one: JSON?, _ other: JSON?) -> Bool { one?.compactBytes == other?.compactBytes }
}
