package import MayflyCore

/// One step of building a cell's root.
///
/// A step is data: it says what to do, and knows nothing of how.
///
/// Every target is relative to the new root, which is the working directory of whoever performs the step.
package enum MountStep: Hashable, Sendable {
    /// Where a template keeps what covers others, until the cell's own directory is shown there.
    package static let masks = "work"

    /// Makes the session's one writable file system, hidden below what is shown of it there.
    case scratch(size: ByteCount, inodes: UInt32, executable: Bool, at: String)
    /// Makes an empty file and an empty directory to cover others with, hidden below what a cell mounts there.
    ///
    /// A file, not `/dev/null`: a device can be opened for writing on a mount that is read-only.
    case masks(String)
    /// Mounts an empty tmpfs on the working directory, and goes there.
    case root(size: ByteCount, inodes: UInt32)
    case directory(String)
    case file(String, text: String)
    case link(String, target: String)
    /// Shows a host directory, with everything mounted below it: read-only, no set-user-id, no devices.
    case showDirectory(String, at: String)
    /// Shows a host file in the same way.
    case showFile(String, at: String)
    /// Shows one device node of the host: its own times and mode are read-only, what is written to the device is not; no
    /// set-user-id, not executable.
    case device(String, at: String)
    /// Mounts the cell's own proc, read-only, other users' processes hidden.
    case proc(String)
    /// Covers a file of proc with the empty file if it is there.
    case maskFile(String)
    /// Covers a directory of proc with the empty directory if it is there.
    case maskDirectory(String)
    /// Makes a directory in the scratch file system, owned by the script, and shows it.
    case scratchDirectory(String, at: String, permissions: UInt32)
    /// Copies the verified bundle, or the session's input files, into a read-only file system of their own.
    case payload(String, size: ByteCount, inodes: UInt32, executable: Bool)
    /// Makes a file system that is read-only where it is shown, and that pid 1 alone can put files into later.
    case shelf(String, size: ByteCount, inodes: UInt32, executable: Bool)
    /// Puts a file on the script's shelf that an interpreter loads when it starts ahead, and that pid 1 takes away again.
    case bootstrap(BootstrapFile)
    /// Copies what the workspace holds, for the script to change.
    case workspace(String)
    /// Makes the new root `/`, and lets go of the host's.
    case pivot
    /// Makes `/` itself read-only.
    case sealRoot
}

extension MountStep {
    /// Whether it depends on what a session brings along, and not on the cell's limits alone.
    var isOfSession: Bool {
        switch self {
        case .payload, .shelf, .bootstrap, .workspace: true
        default: false
        }
    }
}

extension MountStep: CustomStringConvertible {
    /// One line, as golden files and errors show a step.
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
