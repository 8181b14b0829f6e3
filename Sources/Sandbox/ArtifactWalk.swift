internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import MayflyCore

/// One pass over a hostile tree: it opens by descriptor, follows no links, reads no special files, and bounds everything.
struct ArtifactWalk {
    private let bound: CollectionBound
    /// The number of the pipe.
    private let output: CInt
    private var files: UInt32 = 0
    private var bytes: UInt64 = 0
    private var visited = 0
    private var skipped = 0

    /// The most names that are examined, and the most that are reported as skipped.
    private static let longestWalk = 200_000
    private static let longestReport = 1_000
    /// RESOLVE_NO_XDEV, NO_MAGICLINKS, NO_SYMLINKS and BENEATH.
    private static let resolve: UInt64 = 0x01 | 0x02 | 0x04 | 0x08

    init(bound: CollectionBound, output: CInt) {
        self.bound = bound
        self.output = output
    }

    /// Collects everything below `root`, then ends the stream.
    mutating func collect(_ root: borrowing OwnedDescriptor) throws(SystemCallError) {
        try walk(root, prefix: [], depth: 0)
        try record(kind: 3, name: [], size: 0)
    }

    private mutating func walk(
        _ directory: borrowing OwnedDescriptor,
        prefix: [UInt8],
        depth: Int
    ) throws(SystemCallError) {
        var names: [[UInt8]] = []
        let room = Self.longestWalk - visited
        try DirectoryListing.forEachEntry(of: directory) { name in
            names.append(name)
            return names.count < room
        }
        visited += names.count
        if names.count >= room {
            try skip(prefix.isEmpty ? [UInt8(ascii: ".")] : prefix, "more names than are looked at")
        }
        names.sort { $0.lexicographicallyPrecedes($1) }
        for name in names { try visit(name, in: directory, path: prefix + name, depth: depth) }
    }

    private mutating func visit(
        _ name: [UInt8],
        in directory: borrowing OwnedDescriptor,
        path: [UInt8],
        depth: Int
    ) throws(SystemCallError) {
        guard path.count <= BundlePath.longest else { return try skip(path, "path too long") }
        guard let peek = try open(name, in: directory, flags: UInt64(clinux_O_PATH | O_NOFOLLOW)) else {
            return try skip(path, "cannot be opened")
        }
        switch try peek.status().kind {
        case .directory: try enter(name, in: directory, path: path, depth: depth)
        case .regular: try copy(name, in: directory, path: path)
        case .symbolicLink: try skip(path, "symbolic link")
        case .fifo: try skip(path, "fifo")
        case .other: try skip(path, "special file")
        }
    }

    private mutating func enter(
        _ name: [UInt8],
        in directory: borrowing OwnedDescriptor,
        path: [UInt8],
        depth: Int
    ) throws(SystemCallError) {
        guard depth + 1 < BundlePath.deepest else { return try skip(path, "directory too deep") }
        guard let child = try open(name, in: directory, flags: UInt64(O_RDONLY | O_DIRECTORY | O_NOFOLLOW)) else {
            return try skip(path, "directory cannot be read")
        }
        try walk(child, prefix: path + [UInt8(ascii: "/")], depth: depth + 1)
    }

    private mutating func copy(
        _ name: [UInt8],
        in directory: borrowing OwnedDescriptor,
        path: [UInt8]
    ) throws(SystemCallError) {
        guard let file = try open(name, in: directory, flags: UInt64(O_RDONLY | O_NOFOLLOW | O_NONBLOCK)) else {
            return try skip(path, "cannot be read")
        }
        let status = try file.status()
        guard status.kind == .regular else { return try skip(path, "special file") }
        guard files < bound.files else { return try skip(path, "\(bound.filesName) limit \(bound.files)") }
        guard status.size <= bound.bytes.bytes - bytes else {
            return try skip(path, "\(bound.bytesName) limit \(bound.bytes)")
        }
        files += 1
        bytes += status.size
        try record(kind: 1, name: path, size: status.size)
        try send(file, count: status.size)
    }

    /// Sends a file whose size was announced: if the file is shorter, the stream ends there, and the reader sees that it was cut.
    private func send(_ file: borrowing OwnedDescriptor, count: UInt64) throws(SystemCallError) {
        let (source, target) = (file.number, output)
        var rest = count
        while rest > 0 {
            let sent = try syscall("sendfile") { sendfile(target, source, nil, Int(min(rest, 1 << 20))) }
            guard sent > 0 else { throw SystemCallError("sendfile", errno: .invalidArgument) }
            rest -= UInt64(sent)
        }
    }

    private mutating func skip(_ path: [UInt8], _ reason: String) throws(SystemCallError) {
        skipped += 1
        if skipped > Self.longestReport { return }
        let text = Array((skipped == Self.longestReport ? "and more were not collected" : reason).utf8)
        try record(kind: 2, name: Array(path.prefix(BundlePath.longest)), size: UInt64(text.count))
        try write(text)
    }

    /// Opens a name below a directory.
    ///
    /// - Returns: `nil` when the name cannot be opened.
    private func open(
        _ name: [UInt8],
        in directory: borrowing OwnedDescriptor,
        flags: UInt64
    ) throws(SystemCallError) -> OwnedDescriptor? {
        let (number, path) = (directory.number, (name + [0]).map { CChar(bitPattern: $0) })
        let opened = unsafe clinux_openat2(number, path, flags | UInt64(O_CLOEXEC), Self.resolve)
        return opened < 0 ? nil : OwnedDescriptor(taking: opened)
    }

    /// Writes the header of an `ArtifactRecord`: kind, length of the name, size, name.
    private func record(kind: UInt8, name: [UInt8], size: UInt64) throws(SystemCallError) {
        var header: [UInt8] = [kind, UInt8(truncatingIfNeeded: name.count), UInt8(truncatingIfNeeded: name.count >> 8)]
        for shift in stride(from: UInt64(0), to: 64, by: 8) { header.append(UInt8(truncatingIfNeeded: size >> shift)) }
        try write(header + name)
    }

    private func write(_ bytes: [UInt8]) throws(SystemCallError) {
        var done = 0
        while done < bytes.count {
            let target = output
            done += try syscall("write") {
                unsafe bytes.withUnsafeBytes {
                    unsafe Glibc.write(target, $0.baseAddress.map { unsafe $0 + done }, bytes.count - done)
                }
            }
        }
    }
}
