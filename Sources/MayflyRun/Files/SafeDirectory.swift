internal import Glibc
internal import MayflyCore

/// A directory of this machine that files of a session are written into, and never outside it.
///
/// The script chooses the names of the files. Each part of a path is opened relative to the directory before it, and no link is
/// followed. A file gets its name only once it is complete, so that no existing file is half overwritten. Only files and links
/// are replaced: replacing a device would harm the whole machine.
package final class SafeDirectory {
    private let descriptor: Int32
    /// The path as the caller wrote it, for messages.
    package let path: String

    /// Opens the directory, and creates it if it does not exist; its parent must exist.
    ///
    /// - Throws: ``CommandFailure`` also when this user may not create files in it.
    package init(_ path: String) throws(CommandFailure) {
        if mkdir(path, 0o777) != 0, errno != EEXIST {
            throw CommandFailure("cannot make directory \(path): \(SystemText.error(errno))")
        }
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        self.path = path
        guard descriptor >= 0 else {
            throw CommandFailure("cannot open directory \(path): \(SystemText.error(errno))")
        }
        guard faccessat(descriptor, ".", W_OK | X_OK, AT_EACCESS) == 0 else {
            throw CommandFailure("cannot write into directory \(path): \(SystemText.error(errno))")
        }
    }

    deinit { close(descriptor) }

    /// Writes one file, whose bytes `fill` delivers in pieces.
    ///
    /// - Throws: ``CommandFailure`` for a name that leads outside, for a link on the way, for a device or a pipe of that name, and
    ///   for errors of the system.
    package func write(
        _ name: String,
        _ fill: ((_ piece: [UInt8]) throws(CommandFailure) -> Void) async throws -> Void
    ) async throws {
        guard BundlePath.accepts(name) else {
            throw CommandFailure("refused to write artifact '\(name)': its name is not a plain relative path")
        }
        var parts = BundlePath.parts(of: name)
        let last = parts.removeLast()
        let parent = try directory(parts, of: name)
        defer { close(parent) }
        guard Self.isReplaceable(last, in: parent) else {
            throw CommandFailure("cannot write \(path)/\(name): something that is no file has this name")
        }
        let temporary = ".mayfly-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).part"
        let file = openat(parent, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw failure(name) }
        do { try await pour(fill, into: file, of: name) } catch {
            close(file)
            unlinkat(parent, temporary, 0)
            throw error
        }
        // A delayed write error, of a network file system or a quota, appears only here.
        guard close(file) == 0, renameat(parent, temporary, parent, last) == 0 else {
            let failure = failure(name)
            unlinkat(parent, temporary, 0)
            throw failure
        }
    }

    private func pour(
        _ fill: ((_ piece: [UInt8]) throws(CommandFailure) -> Void) async throws -> Void,
        into file: Int32,
        of name: String
    ) async throws {
        let sink = OutputSink(descriptor: file)
        try await fill { (piece) throws(CommandFailure) in
            do throws(OutputError) {
                try sink.write(piece)
            } catch {
                throw CommandFailure("cannot write \(self.path)/\(name): \(SystemText.error(error.errno))")
            }
        }
    }

    /// Whether a file may take this name: nothing, a file or a link has it.
    private static func isReplaceable(_ name: String, in directory: Int32) -> Bool {
        var status = stat()
        guard fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return true }
        return [S_IFREG, S_IFLNK].contains(status.st_mode & S_IFMT)
    }

    /// Opens the directory of a file, and creates missing directories.
    private func directory(_ parts: [String], of name: String) throws(CommandFailure) -> Int32 {
        var current = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        for part in parts {
            guard current >= 0 else { break }
            mkdirat(current, part, 0o777)
            let next = openat(current, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            let reason = failure(name)
            close(current)
            guard next >= 0 else { throw reason }
            current = next
        }
        guard current >= 0 else { throw failure(name) }
        return current
    }

    private func failure(_ name: String) -> CommandFailure {
        CommandFailure("cannot write \(path)/\(name): \(SystemText.error(errno))")
    }
}
