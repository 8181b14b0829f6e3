internal import LinuxSystem

/// Opens files that decide what root does, and refuses those that anybody but root could have written.
enum TrustedFile {
    /// Opens a directory.
    static func directory(_ path: String) throws(WardenError) -> OwnedDescriptor {
        let descriptor = try system { () throws(SystemCallError) in try OwnedDescriptor.open(path, .directory) }
        try check(descriptor, path)
        return descriptor
    }

    /// Opens a regular file in a directory.
    static func open(_ name: String, in directory: borrowing OwnedDescriptor, _ path: String) throws(WardenError)
        -> OwnedDescriptor
    {
        let file: OwnedDescriptor
        do throws(SystemCallError) { file = try directory.open(name, .read) } catch { throw WardenError.system(error) }
        try check(file, path)
        return file
    }

    /// Opens a program to be executed.
    static func program(_ path: String) throws(WardenError) -> OwnedDescriptor {
        let file = try system { () throws(SystemCallError) in try OwnedDescriptor.open(path, .readFollowing) }
        try check(file, path)
        return file
    }

    /// Reads a whole file in one state, never part of it before a change and part of it after.
    ///
    /// - Returns: The bytes and the identity of that state; `nil` for the identity while a later change could go unnoticed.
    static func read(
        _ file: borrowing OwnedDescriptor,
        _ path: String,
        bound: Int
    ) throws(WardenError) -> (bytes: [UInt8], identity: FileIdentity?) {
        for _ in 0..<3 {
            let now = Instant.nanosecondsSince1970
            let before = try system { () throws(SystemCallError) in try file.status() }
            guard before.size <= UInt64(bound) else {
                throw WardenError.untrusted(path: path, why: "has \(before.size) bytes, \(bound) at most")
            }
            let bytes = try system { () throws(SystemCallError) in try file.read(count: bound + 1, at: 0) }
            let after = try system { () throws(SystemCallError) in try file.status() }
            let identity = FileIdentity(after, at: now)
            if identity == FileIdentity(before, at: now), UInt64(bytes.count) == after.size {
                return (bytes, identity.isSettled ? identity : nil)
            }
        }
        throw WardenError.untrusted(path: path, why: "changes while it is read")
    }

    /// Refuses a file that anybody but root could have written.
    static func check(_ file: borrowing OwnedDescriptor, _ path: String) throws(WardenError) {
        let status: FileStatus
        do throws(SystemCallError) { status = try file.status() } catch { throw WardenError.system(error) }
        guard status.kind == .regular || status.kind == .directory else {
            throw WardenError.untrusted(path: path, why: "is no plain file")
        }
        guard status.owner == 0 else { throw WardenError.untrusted(path: path, why: "is owned by uid \(status.owner)") }
        guard status.permissions & 0o022 == 0 else {
            throw WardenError.untrusted(path: path, why: "is writable by others")
        }
    }
}
