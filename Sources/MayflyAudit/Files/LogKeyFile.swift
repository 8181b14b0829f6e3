internal import Glibc

/// The file with a log's secret key.
package enum LogKeyFile {
    /// Reads the key, or makes one for a log that has not begun.
    ///
    /// - Parameters:
    ///   - path: The path of the file, in a directory that exists.
    ///   - isNew: Whether the log has no record yet.
    /// - Throws: When the key of a log that has begun is missing, and when users other than its owner can read it.
    package static func load(_ path: String, isNew: Bool) throws(AuditError) -> LogKey {
        guard access(path, F_OK) == 0 else {
            guard isNew else {
                throw .failed("\(path) is missing, the key of a log that has begun; restore it from a backup")
            }
            return try make(path)
        }
        var status = stat()
        try LogFile.check("stat", path) { lstat(path, &status) }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o077 == 0 else {
            throw .failed("\(path) must be a file that its owner alone can read; mend it with: chmod 600 \(path)")
        }
        let bytes = try LogFile(path, O_RDONLY).read(atMost: 1024, at: 0)
        guard let key = LogKey(String(decoding: bytes, as: UTF8.self)) else {
            throw .failed("\(path) is no key of a log; restore it from a backup")
        }
        return key
    }

    private static func make(_ path: String) throws(AuditError) -> LogKey {
        let key = LogKey()
        let new = "\(path).new"
        let file = try LogFile(new, O_WRONLY | O_CREAT | O_TRUNC)
        try file.write(Array(key.text.utf8), at: 0)
        try file.sync()
        try LogFile.check("rename", path) { rename(new, path) }
        if let end = path.lastIndex(of: "/") { try LogDirectory(String(path[..<end])).sync() }
        return key
    }
}
