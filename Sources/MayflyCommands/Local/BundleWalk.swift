internal import Glibc
internal import MayflyBundle
internal import MayflyCore
internal import MayflyRun

/// Reads the files below a directory that somebody else may be changing.
///
/// Every name is opened relative to the directory in which it was found, and no link is followed. So all files lie below the
/// directory, whatever is renamed meanwhile. Only regular files are opened, so that no pipe blocks the walk.
struct BundleWalk {
    /// In the order in which the walk found them.
    private(set) var files: [LocalBundle.File] = []
    /// The directory or file, as the caller wrote it.
    private let root: String
    private var size = 0

    init(_ root: String) {
        self.root = root
    }

    /// Reads the root as the only file.
    mutating func addFile(as name: String) throws(CommandFailure) {
        let descriptor = open(root, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        try add(descriptor, root, as: name)
    }

    /// Reads everything below the root.
    mutating func addDirectory() throws(CommandFailure) {
        let descriptor = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        try addDirectory(descriptor, path: "", depth: 1)
    }

    private func place(_ path: String) -> String { path.isEmpty ? root : "\(root)/\(path)" }

    private mutating func addDirectory(_ descriptor: Int32, path: String, depth: Int) throws(CommandFailure) {
        guard descriptor >= 0 else { throw CommandFailure("cannot open \(place(path)): \(SystemText.error(errno))") }
        defer { close(descriptor) }
        guard depth <= BundlePath.deepest else {
            throw CommandFailure("\(place(path)) is more than \(BundlePath.deepest) directories deep")
        }
        for name in try names(in: descriptor, path) {
            try add(name, in: descriptor, path: path.isEmpty ? name : "\(path)/\(name)", depth: depth)
        }
    }

    private mutating func add(_ name: String, in directory: Int32, path: String, depth: Int) throws(CommandFailure) {
        var status = stat()
        guard fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw CommandFailure("cannot look at \(place(path)): \(SystemText.error(errno))")
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            let child = openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            try addDirectory(child, path: path, depth: depth + 1)
        case S_IFREG:
            let file = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
            try add(file, place(path), as: path)
        case S_IFLNK:
            throw CommandFailure("\(place(path)) is a link; a script has regular files only, so copy what it leads to")
        default: throw CommandFailure("\(place(path)) is not a regular file")
        }
    }

    private mutating func add(_ descriptor: Int32, _ place: String, as name: String) throws(CommandFailure) {
        guard descriptor >= 0 else { throw CommandFailure("cannot read \(place): \(SystemText.error(errno))") }
        defer { close(descriptor) }
        guard files.count < LocalBundle.mostFiles else {
            throw CommandFailure("a script has at most \(LocalBundle.mostFiles) files")
        }
        if let problem = BundleNameRule.problem(with: name) {
            throw CommandFailure("\(place) cannot be part of a script: its path \(problem)")
        }
        let bytes = try bytes(of: descriptor, place)
        size += bytes.count
        files.append((name, bytes))
    }

    /// The bytes of an open file, which must be a regular file and must not change meanwhile.
    private func bytes(of descriptor: Int32, _ place: String) throws(CommandFailure) -> [UInt8] {
        var before = stat()
        guard fstat(descriptor, &before) == 0, before.st_mode & S_IFMT == S_IFREG else {
            throw CommandFailure("\(place) is not a regular file")
        }
        guard Int(before.st_size) <= LocalBundle.mostBytes - size else {
            throw CommandFailure("a script has at most \(LocalBundle.mostBytes >> 20) MiB of files")
        }
        let bytes = try LocalFile.read(descriptor, place, atMost: Int(before.st_size) + 1)
        var after = stat()
        guard fstat(descriptor, &after) == 0, bytes.count == Int(before.st_size), after.st_size == before.st_size,
            Self.bytes(of: after.st_mtim) == Self.bytes(of: before.st_mtim)
        else { throw CommandFailure("\(place) changed while it was read; try again when nothing writes to it") }
        return bytes
    }

    /// A moment as its bytes: the imports decide which module declares the members of a `timespec`.
    private static func bytes(of moment: some BitwiseCopyable) -> [UInt8] {
        withUnsafeBytes(of: moment) { Array($0) }
    }

    private func names(in descriptor: Int32, _ path: String) throws(CommandFailure) -> [String] {
        // The stream closes the descriptor that it gets, so it gets a copy.
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0, let directory = fdopendir(copy) else {
            throw CommandFailure("cannot read directory \(place(path)): \(SystemText.error(errno))")
        }
        defer { closedir(directory) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(validating: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let name else { throw CommandFailure("\(place(path)) has a file whose name is not UTF-8") }
            guard name != ".", name != ".." else { continue }
            names.append(name)
            guard names.count <= LocalBundle.mostFiles else {
                throw CommandFailure("\(place(path)): a script has at most \(LocalBundle.mostFiles) files")
            }
            errno = 0
        }
        guard errno == 0 else {
            throw CommandFailure("cannot read directory \(place(path)): \(SystemText.error(errno))")
        }
        return names.sorted { Manifest.precedes($0, $1) }
    }
}
