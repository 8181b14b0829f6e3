internal import Glibc

/// Reads files of this machine that the user named.
package enum LocalFile {
    /// The kind of file at a path.
    package enum Kind {
        case file(size: Int)
        case directory
        case link
        case other
    }

    /// The kind of file at `path`; `nil` when there is none, or its kind cannot be determined.
    ///
    /// Links that the user names are followed; links inside a bundle are not.
    package static func kind(of path: String, followingLink: Bool = true) -> Kind? {
        var status = stat()
        guard (followingLink ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file(size: Int(status.st_size))
        case S_IFDIR: return .directory
        case S_IFLNK: return .link
        default: return .other
        }
    }

    /// The bytes of a file or pipe; `-` is standard input.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be read, or has more than `bound` bytes.
    package static func bytes(of path: String, atMost bound: Int) throws(CommandFailure) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CommandFailure("cannot read \(path): \(SystemText.error(errno))") }
        defer { if path != "-" { close(descriptor) } }
        let bytes = try read(descriptor, path, atMost: bound + 1)
        guard bytes.count <= bound else { throw CommandFailure("\(path) has more than \(bound) bytes") }
        return bytes
    }

    /// The next bytes of an open file up to its end, at most `bound` of them.
    package static func read(_ descriptor: Int32, _ path: String, atMost bound: Int) throws(CommandFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &piece, min(piece.count, bound - bytes.count))
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw CommandFailure("cannot read \(path): \(SystemText.error(errno))")
            }
            bytes += piece.prefix(count)
        }
    }

    /// The last part of a path.
    package static func name(of path: String) -> String {
        path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? path
    }

    /// The names in a directory, in order.
    package static func names(in path: String) throws(CommandFailure) -> [String] {
        guard let directory = opendir(path) else {
            throw CommandFailure("cannot read directory \(path): \(SystemText.error(errno))")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(validating: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let name else { throw CommandFailure("\(path) has a file whose name is not UTF-8") }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
