package import Glibc

/// The result of fstat(2) for a descriptor or a path.
package struct FileStatus: Hashable, Sendable {
    /// The type of a file.
    package enum Kind: Hashable, Sendable {
        case regular
        case directory
        case symbolicLink
        case fifo
        case other
    }

    /// Identifies a file for as long as it exists, whatever its name.
    package struct Identity: Hashable, Sendable {
        let device: UInt64
        let inode: UInt64
    }

    package let kind: Kind
    package let size: UInt64
    package let owner: uid_t
    package let group: gid_t
    /// The permission bits, with set-user-id and the like.
    package let permissions: mode_t
    /// The device that contains the file, packed as by the kernel.
    package let device: UInt64
    package let inode: UInt64
    /// Identifies the file among all files of the host.
    package let identity: Identity
    package let links: UInt64
    /// When the contents were last changed, in nanoseconds since 1970.
    package let modified: Int64
    /// When contents, owner or permissions were last changed, in nanoseconds since 1970; nobody can set this time.
    package let changed: Int64

    init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .regular
        case S_IFDIR: kind = .directory
        case S_IFLNK: kind = .symbolicLink
        case S_IFIFO: kind = .fifo
        default: kind = .other
        }
        size = UInt64(max(0, status.st_size))
        owner = status.st_uid
        group = status.st_gid
        permissions = status.st_mode & 0o7777
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        identity = Identity(device: UInt64(status.st_dev), inode: inode)
        links = UInt64(status.st_nlink)
        modified = Self.nanoseconds(status.st_mtim)
        changed = Self.nanoseconds(status.st_ctim)
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000).partialValue &+ Int64(time.tv_nsec)
    }

    /// The status of a path; for a link, that of the link itself.
    package init(of path: String) throws(SystemCallError) {
        var status = stat()
        try syscall("lstat", on: path) { unsafe lstat(path, &status) }
        self.init(status)
    }

    /// The status of what a path leads to.
    package init(following path: String) throws(SystemCallError) {
        var status = stat()
        try syscall("stat", on: path) { unsafe stat(path, &status) }
        self.init(status)
    }

    /// The status of an open descriptor.
    init(ofDescriptor number: CInt) throws(SystemCallError) {
        var status = stat()
        try syscall("fstat", on: "\(number)") { unsafe fstat(number, &status) }
        self.init(status)
    }
}

extension OwnedDescriptor {
    /// The status of the open file.
    package borrowing func status() throws(SystemCallError) -> FileStatus { try FileStatus(ofDescriptor: number) }
}
