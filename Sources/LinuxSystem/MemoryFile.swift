internal import CLinux
internal import Glibc

/// A file in memory without a name.
package enum MemoryFile {
    /// Makes an empty file that can be sealed.
    package static func make(_ name: String) throws(SystemCallError) -> OwnedDescriptor {
        OwnedDescriptor(
            taking: try syscall("memfd_create", on: name) {
                unsafe memfd_create(name, clinux_MFD_CLOEXEC | clinux_MFD_ALLOW_SEALING)
            }
        )
    }

    /// Makes a file that holds `bytes`, is sealed against any change, and is at its beginning.
    package static func sealed(_ bytes: [UInt8], name: String) throws(SystemCallError) -> OwnedDescriptor {
        let file = try make(name)
        let number = file.number
        try file.writeAll(bytes, on: name)
        try syscall("fcntl", on: "\(name) F_ADD_SEALS") { clinux_memfd_seal(number) }
        try syscall("lseek", on: name) { lseek(number, 0, SEEK_SET) }
        return file
    }

    /// Copies at most `bound` bytes of a regular file into a new memory file, and seals that against any change.
    ///
    /// Whoever has the source may change it during the copy and later, so that only the copy may be checked and used.
    ///
    /// - Throws: `EFBIG` when the source is larger than `bound`, `EINVAL` when it is not a regular file.
    package static func sealedCopy(
        of source: borrowing OwnedDescriptor,
        name: String,
        bound: Int
    ) throws(SystemCallError) -> OwnedDescriptor {
        let status = try source.status()
        guard status.kind == .regular else { throw SystemCallError("fstat", on: name, errno: .invalidArgument) }
        guard status.size <= UInt64(bound) else {
            throw SystemCallError("fstat", on: name, errno: Errno(rawValue: EFBIG))
        }
        let copy = try make(name)
        let (from, to) = (source.number, copy.number)
        var offset: off_t = 0
        while UInt64(offset) < status.size {
            let rest = Int(status.size) - Int(offset)
            let count = try syscall("sendfile", on: name) { unsafe sendfile(to, from, &offset, rest) }
            if count == 0 { break }
        }
        try syscall("fcntl", on: "\(name) F_ADD_SEALS") { clinux_memfd_seal(to) }
        return copy
    }
}

extension OwnedDescriptor {
    /// Calls `body` with the whole file mapped into memory, read-only.
    ///
    /// - Precondition: The file is sealed against shrinking, or nobody else has it; otherwise reading the bytes could fault.
    package borrowing func withMappedBytes<Result>(
        _ body: (UnsafeRawBufferPointer) -> Result
    ) throws(SystemCallError) -> Result {
        let (number, size) = (number, Int(try status().size))
        if size == 0 { return unsafe body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        let address = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, number, 0)
        guard let address = unsafe address, unsafe address != MAP_FAILED else {
            throw SystemCallError("mmap", on: "\(number)", errno: .current)
        }
        defer { _ = unsafe munmap(address, size) }
        return unsafe body(UnsafeRawBufferPointer(start: address, count: size))
    }
}
