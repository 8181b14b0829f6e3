internal import MayflyCore
internal import MayflyEvidence
internal import MayflyRun

/// The trust files of a directory, read as the daemon reads them, as far as that needs no daemon and no privilege.
///
/// Whose the files and the directory are is looked at where they are in force.
struct TrustCheck {
    private let files: TrustFiles

    /// Reads both files; a directory without `revoked_keys` has revoked none.
    ///
    /// - Throws: ``CommandFailure``, naming the file, the line where it is about one, and the reason.
    init(_ directory: String) throws(CommandFailure) {
        guard let signers = try Self.bytes(of: .allowedSigners, in: directory) else {
            let path = Self.path(of: .allowedSigners, in: directory)
            throw CommandFailure("\(path) does not exist, or cannot be looked at: nobody's signature would count")
        }
        let revoked = try Self.bytes(of: .revokedKeys, in: directory) ?? []
        do throws(TrustFileError) {
            files = try TrustFiles(allowedSigners: signers, revokedKeys: revoked)
        } catch {
            throw CommandFailure("\(directory)/\(error)", advice: ["with these files every launch would be refused"])
        }
    }

    /// How many lines there are, keys and people who may sign approvals at a moment, and keys that are revoked.
    ///
    /// - Parameter now: Seconds since 1970.
    func counts(at now: Int64) -> [(label: String, name: String, count: Int)] {
        let moment = UInt64(max(0, now))
        let rule = ApprovalRule(trust: files, policy: ApprovalPolicy(), allowsSelfApproval: false, now: moment)
        let approvers = rule.approvers
        return [
            ("lines with a key", "lines", files.signers.signers.count),
            ("keys that may approve now", "keys", approvers.keys),
            ("people whose keys they are", "people", approvers.people),
            ("revoked keys", "revoked_keys", files.revoked.count),
        ]
    }

    private static func path(of file: TrustFile, in directory: String) -> String { "\(directory)/\(file.rawValue)" }

    /// The bytes of a file; `nil` when there is none.
    private static func bytes(of file: TrustFile, in directory: String) throws(CommandFailure) -> [UInt8]? {
        let path = path(of: file, in: directory)
        switch LocalFile.kind(of: path, followingLink: false) {
        case nil: return nil
        case .file: return try LocalFile.bytes(of: path, atMost: TrustFile.longest)
        case .link, .directory, .other:
            throw CommandFailure("\(path) is a link or no plain file: put a plain file in its place")
        }
    }
}
