internal import MayflyCore
internal import MayflyEvidence
internal import MayflyRun

/// The trust files of a directory, read as the daemon reads them, as far as that needs neither a daemon nor privileges.
///
/// It does not check who owns the files and the directory; the daemon checks that where the files are in force.
struct TrustCheck {
    private let files: TrustFiles

    /// Reads both files; without `revoked_keys`, no key is revoked.
    ///
    /// - Throws: ``CommandFailure`` that names the file, the line if one is at fault, and the reason.
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

    /// The numbers of lines, of keys and people that may sign approvals at a moment, and of revoked keys.
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

    /// The bytes of a file; `nil` if it does not exist.
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
