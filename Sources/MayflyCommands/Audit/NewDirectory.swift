internal import Foundation
internal import Glibc
internal import MayflyRun

/// A directory that gets its name when it is whole; until then it lies beside that place, under another name.
///
/// One that is there and empty is filled where it is, as it may be a mount, or have the mode and the group that it shall have.
final class NewDirectory {
    /// Where it is filled; gone with this value, unless ``finish()`` gave it its name.
    let temporary: String
    private let path: String
    private let isThere: Bool
    private var isWhole = false

    /// Makes the directory beside `path`.
    ///
    /// - Throws: ``CommandFailure`` when `path` is something else than an empty directory: nothing that is there is touched.
    init(_ path: String) throws(CommandFailure) {
        (self.path, isThere) = try Self.place(of: path)
        if isThere {
            temporary = self.path
            return
        }
        temporary = try TemporaryDirectory.make("\(self.path).part-", "beside \(path)")
    }

    deinit {
        // Whoever ends this program meanwhile leaves it, and it is in nobody's way.
        if isWhole { return }
        // What was there was empty: all that is in it now is of this.
        let made = isThere ? ((try? LocalFile.names(in: path)) ?? []).map { "\(path)/\($0)" } : [temporary]
        for path in made { try? FileManager.default.removeItem(atPath: path) }
    }

    /// Gives it its name.
    func finish() throws(CommandFailure) {
        guard isThere || rename(temporary, path) == 0 else {
            throw CommandFailure("cannot name the directory \(path): \(SystemText.error(errno))")
        }
        isWhole = true
        // A name that is lost in a power cut takes everything below it along.
        let parent = open("\(path)/..", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard parent >= 0 else { return }
        fsync(parent)
        close(parent)
    }

    /// The place without a slash at its end, and of a directory that is there, without links; and whether it is there.
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
