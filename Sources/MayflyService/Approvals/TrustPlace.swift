internal import Glibc
internal import MayflyEvidence

/// The directory of the trust files, checked by the warden's rules.
///
/// The warden decides: it refuses links, and files that anyone but root could have written. The daemon applies the same rules, so
/// that callers hear of a problem before a launch does.
struct TrustPlace: Sendable {
    /// Identifies a file's content, so that an unchanged file need not be read again.
    struct Identity: Hashable {
        var device: UInt
        var inode: UInt
        var size: Int
        var modified: [Int]
    }

    let directory: String
    /// The user id that must own the directory and its files: root's, except if tests own them.
    let owner: UInt32

    /// The path of a file.
    func path(of file: TrustFile) -> String { "\(directory)/\(file.rawValue)" }

    /// Refuses a directory in which other users could exchange the files.
    ///
    /// - Throws: ``ServiceError/trustUnreadable(_:)``, like all methods here: the path, the problem, and the remedy.
    func check() throws(ServiceError) {
        guard let status = try status(of: directory) else {
            let name = TrustFile.allowedSigners.rawValue
            throw .trustUnreadable("\(directory) does not exist: put it back, with \(name) in it")
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw .trustUnreadable("\(directory) is no directory, or is a link: put a directory in its place")
        }
        try check(status, directory)
    }

    /// The identity of the present file; `nil` when there is none.
    func identity(of file: TrustFile) throws(ServiceError) -> Identity? {
        let path = path(of: file)
        guard let status = try status(of: path) else { return nil }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .trustUnreadable("\(path) is a link or no plain file: put a plain file in its place")
        }
        try check(status, path)
        guard status.st_size <= TrustFile.longest else { throw tooLong(path) }
        let (modified, changed) = (status.st_mtim, status.st_ctim)
        return Identity(
            device: UInt(status.st_dev),
            inode: UInt(status.st_ino),
            size: Int(status.st_size),
            modified: [modified.tv_sec, modified.tv_nsec, changed.tv_sec, changed.tv_nsec]
        )
    }

    /// The bytes of a file; `nil` when there is none.
    func bytes(of file: TrustFile) throws(ServiceError) -> [UInt8]? { try bytes(at: path(of: file)) }

    private func bytes(at path: String) throws(ServiceError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw unreadable(path)
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: TrustFile.longest + 1)
        var count = 0
        while count < bytes.count {
            let part = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count)
            }
            if part == 0 { return Array(bytes.prefix(count)) }
            guard part > 0 else { throw unreadable(path) }
            count += part
        }
        throw tooLong(path)
    }

    /// The public half of the key that the daemon made at its first start; `nil` when no such file can be read.
    var localKey: SSHPublicKey? {
        guard let bytes = try? bytes(at: "\(directory)/local-approver.pub") else { return nil }
        return try? SSHPublicKey(line: String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }

    /// The status of a path, of the link itself if it is one; `nil` when nothing is there.
    private func status(of path: String) throws(ServiceError) -> stat? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw unreadable(path)
        }
        return status
    }

    private func check(_ status: stat, _ path: String) throws(ServiceError) {
        let name = owner == 0 ? "root" : "uid \(owner)"
        guard status.st_uid == owner else {
            let mend = owner == 0 ? "chown root:root \(path)" : "chown \(owner) \(path)"
            throw .trustUnreadable("\(path) belongs to uid \(status.st_uid), not to \(name); mend it with: \(mend)")
        }
        guard status.st_mode & 0o022 == 0 else {
            throw .trustUnreadable("others than \(name) can change \(path); mend it with: chmod go-w \(path)")
        }
    }

    private func tooLong(_ path: String) -> ServiceError {
        .trustUnreadable("\(path) has more than \(TrustFile.longest) bytes")
    }

    /// The error for a path, by `errno`.
    private func unreadable(_ path: String) -> ServiceError {
        let (number, reason) = (errno, String(cString: strerror(errno)))
        let mend = number == EACCES ? "; the daemon reads it without privilege: chmod a+rX \(directory) \(path)" : ""
        return .trustUnreadable("\(path) cannot be read: \(reason)\(mend)")
    }
}
