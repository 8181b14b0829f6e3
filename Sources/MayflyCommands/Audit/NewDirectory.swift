internal import Foundation
internal import Glibc
internal import MayflyRun

/// A directory that gets its name once it is complete; until then it lies beside its place under a temporary name.
///
/// An empty directory that already exists is filled in place, because it may be a mount, or have the intended mode and group.
final class NewDirectory {
    /// Where the files are written; removed with this value unless ``finish()`` gave the directory its name.
    let temporary: String
    private let path: String
    private let isThere: Bool
    private var isWhole = false

    /// Makes the directory beside `path`.
    ///
    /// - Throws: ``CommandFailure`` when `path` is anything but an empty directory; existing files stay untouched.
    init(_ path: String) throws(CommandFailure) {
        (self.path, isThere) = try Self.place(of: path)
        if isThere {
            temporary = self.path
            return
        }
        temporary = try TemporaryDirectory.make("\(self.path).part-", "beside \(path)")
    }

    deinit {
        // If this program is killed before this point, the temporary directory remains and does no harm.
        if isWhole { return }
        // An existing directory was empty, so everything in it now comes from this value.
        let made = isThere ? ((try? LocalFile.names(in: path)) ?? []).map { "\(path)/\($0)" } : [temporary]
        for path in made { try? FileManager.default.removeItem(atPath: path) }
    }

    /// Gives the directory its name.
    func finish() throws(CommandFailure) {
        guard isThere || rename(temporary, path) == 0 else {
            throw CommandFailure("cannot name the directory \(path): \(SystemText.error(errno))")
        }
        isWhole = true
        // A name that is lost in a power cut would take everything below it along.
        let parent = open("\(path)/..", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard parent >= 0 else { return }
        fsync(parent)
        close(parent)
    }

    /// The path without a slash at its end and, if the directory exists, without links; and whether it exists.
    private static func place(of path: String) throws(CommandFailure) -> (String, isThere: Bool) {
        let bytes = Array(path.utf8)
        let length = bytes.lastIndex { $0 != UInt8(ascii: "/") }.map { $0 + 1 } ?? 0
        let plain = String(decoding: bytes[..<length], as: UTF8.self)
        guard !["", ".", ".."].contains(LocalFile.name(of: plain)) else {
            throw CommandFailure("'\(path)' cannot be a new directory; give it a name")
        }
        switch LocalFile.kind(of: plain) {
        case .directory:
            guard try LocalFile.names(in: plain).isEmpty else {
                throw CommandFailure("\(path) is not empty; name a directory that does not exist")
            }
            guard let resolved = realpath(plain, nil) else {
                throw CommandFailure("cannot look at \(path): \(SystemText.error(errno))")
            }
            defer { free(resolved) }
            return (String(cString: resolved), true)
        case nil where LocalFile.kind(of: plain, followingLink: false) == nil: return (plain, false)
        default: throw CommandFailure("\(path) is there, and is no directory; name one that does not exist")
        }
    }
}
