package import MayflyCore

/// One step of building a cell's root.
///
/// A step is data: it says what to do, not how.
///
/// Every target is relative to the new root, which is the working directory of the process that performs the step.
package enum MountStep: Hashable, Sendable {
    /// Where a template keeps the covers for masked paths, until the cell's own directory is mounted over them.
    package static let masks = "work"

    /// Makes the session's only writable file system; its root is later hidden below one of its directories.
    case scratch(size: ByteCount, inodes: UInt32, executable: Bool, at: String)
    /// Makes an empty file and an empty directory as covers for masked paths, later hidden below a cell's mount.
    ///
    /// `/dev/null` would not do as the file: a device can be opened for writing even on a read-only mount.
    case masks(String)
    /// Mounts an empty tmpfs on the working directory, and enters it.
    case root(size: ByteCount, inodes: UInt32)
    case directory(String)
    case file(String, text: String)
    case link(String, target: String)
    /// Shows a host directory, with everything mounted below it: read-only, no set-user-id, no devices.
    case showDirectory(String, at: String)
    /// Shows a host file in the same way.
    case showFile(String, at: String)
    /// Shows one device node of the host without set-user-id or execution.
    ///
    /// The node's times and mode are read-only, but the device itself can be written to.
    case device(String, at: String)
    /// Mounts the cell's own proc, read-only and with other users' processes hidden.
    case proc(String)
    /// Covers a file of proc with the empty file, if it exists.
    case maskFile(String)
    /// Covers a directory of proc with the empty directory, if it exists.
    case maskDirectory(String)
    /// Makes a directory in the scratch file system that the script owns, and shows it.
    case scratchDirectory(String, at: String, permissions: UInt32)
    /// Copies the verified bundle, or the session's input files, into a read-only file system of their own.
    case payload(String, size: ByteCount, inodes: UInt32, executable: Bool)
    /// Makes a file system that is shown read-only, and into which only pid 1 can put files later.
    case shelf(String, size: ByteCount, inodes: UInt32, executable: Bool)
    /// Puts the file for an interpreter that is started ahead on the script's shelf, from which pid 1 removes it again.
    case bootstrap(BootstrapFile)
    /// Copies the kept workspace to where the script can change it.
    case workspace(String)
    /// Makes the new root `/`, and detaches the host's.
    case pivot
    /// Makes `/` itself read-only.
    case sealRoot
}

extension MountStep {
    /// Whether the step depends on a session's files, not only on the cell's limits.
    var isOfSession: Bool {
        switch self {
        case .payload, .shelf, .bootstrap, .workspace: true
        default: false
        }
    }
}

extension MountStep: CustomStringConvertible {
    /// One line, for golden files and error messages.
    package var description: String {
        switch self {
        case .root(let size, let inodes): "root size=\(size) inodes=\(inodes)"
        case .directory(let path): "directory \(path)"
        case .file(let path, let text): "file \(path) bytes=\(text.utf8.count)"
        case .link(let path, let target): "link \(path) -> \(target)"
        case .showDirectory(let source, let path): "show \(source) at \(path) ro,nosuid,nodev"
        case .showFile(let source, let path): "show-file \(source) at \(path) ro,nosuid,nodev"
        case .device(let source, let path): "device \(source) at \(path) ro,nosuid,noexec"
        case .proc(let path): "proc \(path) ro,nosuid,nodev,noexec,hidepid=invisible"
        case .masks(let path): "masks at \(path) ro,nosuid,nodev,noexec"
        case .maskFile(let path): "mask-file \(path)"
        case .maskDirectory(let path): "mask-directory \(path)"
        case .scratch(let size, let inodes, let executable, let path):
            "scratch at \(path) size=\(size) inodes=\(inodes) nosuid,nodev\(Self.flag(executable))"
        case .scratchDirectory(let name, let path, let permissions):
            "scratch-directory \(name) at \(path) mode=0\(String(permissions, radix: 8))"
        case .payload(let name, let size, let inodes, let executable):
            "payload \(name) size=\(size) inodes=\(inodes) ro,nosuid,nodev\(Self.flag(executable))"
        case .shelf(let name, let size, let inodes, let executable):
            "shelf \(name) size=\(size) inodes=\(inodes) ro,nosuid,nodev\(Self.flag(executable))"
        case .bootstrap(let file): "bootstrap \(file.path) bytes=\(file.text.utf8.count)"
        case .workspace(let path): "workspace at \(path)"
        case .pivot: "pivot"
        case .sealRoot: "seal-root ro,nosuid,nodev"
        }
    }
    private static func flag(_ executable: Bool) -> String { executable ? "" : ",noexec" }
}
