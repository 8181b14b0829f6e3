internal import Glibc
internal import LinuxSystem
internal import SandboxPlan

/// The script's shelf while it holds the bootstrap that an interpreter loads before it has a session.
enum BootstrapShelf {
    /// Puts the file and its directories there.
    static func put(_ file: BootstrapFile, on shelf: CInt) throws(SystemCallError) {
        for path in file.directories {
            try syscall("mkdirat", on: path) { unsafe mkdirat(shelf, path, 0o755) }
        }
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        let number = try syscall("openat", on: file.path) { unsafe openat(shelf, file.path, flags, 0o444) }
        let made = OwnedDescriptor(taking: number)
        try made.write(file.text, on: file.path)
    }

    /// Removes the file and its directories.
    static func clear(_ file: BootstrapFile, on shelf: CInt) throws(SystemCallError) {
        try syscall("unlinkat", on: file.path) { unsafe unlinkat(shelf, file.path, 0) }
        for path in file.directories.reversed() {
            try syscall("unlinkat", on: path) { unsafe unlinkat(shelf, path, AT_REMOVEDIR) }
        }
    }
}
