internal import Glibc
internal import LinuxSystem
internal import MayflyCore

/// The directory of the files that say whose approvals count.
///
/// If there is none, the first start makes one in which this host's root can approve, with a key that only root can read. Existing
/// files are checked and never changed. Files that were deleted are not made again: that would make the local key count again after
/// somebody had removed it.
enum TrustDirectory {
    private static let signers = "allowed_signers"
    private static let revoked = "revoked_keys"

    /// Checks the directory, or makes what is missing.
    ///
    /// - Parameter stateDirectory: Shows whether this is the first start.
    static func prepare(_ path: String, stateDirectory: String) throws(StartError) {
        try makeDirectory(path)
        try check(path, kind: .directory, forbidden: 0o022)
        try checkIfThere("\(path)/\(revoked)", forbidden: 0o022)
        try checkIfThere("\(path)/\(LocalKey.name)", forbidden: 0o077)
        guard try !checkIfThere("\(path)/\(signers)", forbidden: 0o022) else { return }
        guard isMissing("\(stateDirectory)/mayfly.sqlite") else {
            throw StartError(
                "\(path)/\(signers) is gone, and with it who may approve: put it back, or write a new one, see docs/review.md; "
                    + "it is made at the first start alone"
            )
        }
        try makeSigners(in: path)
        StandardError.write(
            "mayflyd: made \(path)/\(signers): this host's root may approve, with \(path)/\(LocalKey.name)",
            .notice
        )
    }

    /// Makes the directory if there is none; refuses a directory that others could exchange as a whole.
    private static func makeDirectory(_ path: String) throws(StartError) {
        guard !exists(path) else { return try Directory.prepareParents(of: path) }
        try Directory.prepare(path, owner: (0, 0), mode: 0o755, isShared: true)
    }

    /// Writes the file under another name first, since half an `allowed_signers` would be taken for a whole one.
    private static func makeSigners(in directory: String) throws(StartError) {
        let key = try LocalKey.publicKey(in: directory)
        let text = """
            # Whose approvals count: see ssh-keygen(1), ALLOWED SIGNERS. The first line is this host's own key, which root has
            # and which is therefore named root too: what root has written it does not approve.
            \(LocalKey.name),root namespaces="mayfly-approval" \(key)

            """
        let (path, draft) = ("\(directory)/\(signers)", "\(directory)/.\(signers).new")
        unlink(draft)
        try step("write \(path)", hint: hint(directory)) { () throws(SystemCallError) in
            let file = try OwnedDescriptor.open(draft, .create, permissions: 0o600)
            let number = file.number
            try file.writeAll(Array(text.utf8), on: draft)
            try syscall("fchmod", on: draft) { fchmod(number, 0o644) }
            try file.synchronise()
            try syscall("rename", on: path) { rename(draft, path) }
        }
    }

    /// What to do if the directory cannot be written.
    static func hint(_ directory: String) -> String {
        "\(directory) must be writable for mayflyd at its first start, or have a file \(signers); see docs/approval.md"
    }

    /// Whether there is certainly no file; a file that cannot be examined may exist.
    private static func isMissing(_ path: String) -> Bool { !exists(path) && errno == ENOENT }

    private static func exists(_ path: String) -> Bool { faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0 }

    /// Checks a file if there is one; returns whether there is.
    @discardableResult
    private static func checkIfThere(_ path: String, forbidden: mode_t) throws(StartError) -> Bool {
        guard exists(path) else { return false }
        try check(path, kind: .regular, forbidden: forbidden)
        return true
    }

    private static func check(_ path: String, kind: FileStatus.Kind, forbidden: mode_t) throws(StartError) {
        let status = try step("look at \(path)") { () throws(SystemCallError) in try FileStatus(of: path) }
        let mode = kind == .directory ? "755" : (forbidden == 0o077 ? "600" : "644")
        let mend = "it decides who may approve; mend it with: chown root:root \(path); chmod \(mode) \(path)"
        guard status.kind == kind else {
            let wanted = kind == .directory ? "a directory" : "a plain file"
            throw StartError("\(path) must be \(wanted) and no link: it decides who may approve")
        }
        guard status.owner == 0 else {
            throw StartError("\(path) belongs to uid \(status.owner), not to root; \(mend)")
        }
        guard status.permissions & forbidden == 0 else {
            let what = forbidden == 0o077 ? "read or change" : "change"
            throw StartError("others than root can \(what) \(path); \(mend)")
        }
    }
}
