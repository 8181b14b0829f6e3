internal import Glibc
internal import LinuxSystem
internal import MayflyCore

/// Copies files from a sealed memory file to where a cell shows them.
enum PayloadCopy {
    /// Copies files, and makes their directories.
    ///
    /// - Parameter owner: The user who may change the files; `nil` for nobody. Files that may be changed are not executable.
    static func copy(_ payload: Payload, to directory: String, owner: UInt32? = nil) throws(SystemCallError) {
        // Compared as bytes, since `String` takes different encodings of the same letter for equal.
        var made: Set<[UInt8]> = []
        for file in payload.files {
            var parent = directory
            for part in BundlePath.parts(of: file.path).dropLast() {
                parent += "/\(part)"
                guard made.insert(Array(parent.utf8)).inserted else { continue }
                try syscall("mkdir", on: parent) { unsafe mkdir(parent, 0o755) }
                if let owner { try syscall("lchown", on: parent) { unsafe lchown(parent, owner, owner) } }
            }
            try copy(file, from: payload.descriptor, to: "\(directory)/\(file.path)", owner: owner)
        }
    }

    private static func copy(
        _ file: Payload.File,
        from source: CInt,
        to path: String,
        owner: UInt32?
    ) throws(SystemCallError) {
        let permissions: UInt32 = owner != nil ? 0o644 : file.isExecutable ? 0o555 : 0o444
        let target = try OwnedDescriptor.open(path, .create, permissions: permissions)
        let number = target.number
        if let owner { try syscall("fchown", on: path) { fchown(number, owner, owner) } }
        var offset = off_t(file.offset)
        let end = off_t(file.offset + file.size)
        while offset < end {
            let count = try syscall("sendfile", on: path) {
                unsafe sendfile(number, source, &offset, Int(end - offset))
            }
            guard count > 0 else { throw SystemCallError("sendfile", on: path, errno: .invalidArgument) }
        }
    }
}
