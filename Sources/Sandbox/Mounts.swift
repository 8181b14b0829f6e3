internal import CLinux
internal import Glibc
internal import LinuxSystem

/// The mount calls.
///
/// No other file mounts anything.
enum Mounts {
    /// The restrictions of a mount.
    struct Restrictions: OptionSet {
        let rawValue: UInt32
        static let readOnly = Restrictions(rawValue: 1)
        static let noSetUserID = Restrictions(rawValue: 2)
        static let noDevices = Restrictions(rawValue: 4)
        static let noExecution = Restrictions(rawValue: 8)
    }

    /// Stops mount events between this namespace and the host's, in both directions.
    static func makePrivate() throws(SystemCallError) {
        try syscall("mount", on: "/") { unsafe mount(nil, "/", nil, UInt(MS_REC) | UInt(MS_PRIVATE), nil) }
    }

    /// Makes a file system that is not mounted anywhere yet; an option is written as in mount(8), for example `size=4096`.
    static func make(
        _ type: String,
        source: String,
        options: [String],
        _ restrictions: Restrictions
    ) throws(SystemCallError) -> OwnedDescriptor {
        let context = OwnedDescriptor(taking: try syscall("fsopen", on: type) { unsafe clinux_fsopen(type, 1) })
        let number = context.number
        for option in ["source=\(source)"] + options {
            let parts = option.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                .map { String(Substring($0)) }
            try syscall("fsconfig", on: "\(type) \(option)") {
                unsafe clinux_fsconfig(number, 1, parts[0], parts[1], 0)
            }
        }
        try syscall("fsconfig", on: "\(type) create") { clinux_fsconfig(number, 6, nil, nil, 0) }
        return OwnedDescriptor(
            taking: try syscall("fsmount", on: type) { clinux_fsmount(number, 1, restrictions.rawValue) }
        )
    }

    /// Makes a second mount of a path that is not attached anywhere yet, with everything mounted below it if `recursive`.
    ///
    /// A relative path starts at `directory`.
    static func clone(
        _ path: String,
        in directory: CInt = AT_FDCWD,
        recursive: Bool,
        _ restrictions: Restrictions
    ) throws(SystemCallError) -> OwnedDescriptor {
        let recursion = recursive ? UInt32(0x8000) : 0
        let tree = OwnedDescriptor(
            taking: try syscall("open_tree", on: path) {
                unsafe clinux_open_tree(
                    directory,
                    path,
                    1 | UInt32(O_CLOEXEC) | UInt32(AT_SYMLINK_NOFOLLOW) | recursion
                )
            }
        )
        // The clone keeps its source's restrictions: the second call is needed only to add some.
        if restrictions.isEmpty { return tree }
        let number = tree.number
        var attributes = clinux_mount_attr(
            attr_set: UInt64(restrictions.rawValue),
            attr_clr: 0,
            propagation: 0,
            userns_fd: 0
        )
        try syscall("mount_setattr", on: path) {
            unsafe clinux_mount_setattr(number, "", 0x1000 | recursion, &attributes)
        }
        return tree
    }

    /// Attaches the result of ``make(_:source:options:_:)`` or ``clone(_:in:recursive:_:)`` at a path.
    static func attach(_ tree: borrowing OwnedDescriptor, at path: String) throws(SystemCallError) {
        let number = tree.number
        try syscall("move_mount", on: path) { unsafe clinux_move_mount(number, "", AT_FDCWD, path, 4) }
    }

    /// Mounts a path a second time at another path, with the same restrictions.
    static func bind(_ path: String, at target: String) throws(SystemCallError) {
        try syscall("mount", on: "\(path) at \(target)") { unsafe mount(path, target, nil, UInt(MS_BIND), nil) }
    }

    /// Adds restrictions to the mount at a path.
    static func restrict(_ path: String, _ restrictions: Restrictions) throws(SystemCallError) {
        var attributes = clinux_mount_attr(
            attr_set: UInt64(restrictions.rawValue),
            attr_clr: 0,
            propagation: 0,
            userns_fd: 0
        )
        try syscall("mount_setattr", on: path) { unsafe clinux_mount_setattr(AT_FDCWD, path, 0, &attributes) }
    }

    /// Detaches a mount; descriptors that are open on it keep it alive.
    static func detach(_ path: String) throws(SystemCallError) {
        try syscall("umount2", on: path) { unsafe umount2(path, CInt(MNT_DETACH)) }
    }

    /// Makes the working directory the root, and detaches the old root.
    static func pivot() throws(SystemCallError) {
        try syscall("pivot_root", on: ".") { unsafe clinux_pivot_root(".", ".") }
        try detach(".")
        try syscall("chdir", on: "/") { unsafe chdir("/") }
    }

    /// Makes an empty read-only file system the root, so that the earlier mounts are out of reach.
    ///
    /// It is mounted on the working directory, which must be empty and which nobody else may be able to change.
    static func enterNothing() throws(SystemCallError) {
        try makePrivate()
        let options = ["size=4096", "nr_inodes=1", "mode=0555"]
        let root = try make("tmpfs", source: "mayfly-nothing", options: options, [.noSetUserID, .noDevices])
        try attach(root, at: ".")
        let number = root.number
        try syscall("fchdir", on: "tmpfs") { fchdir(number) }
        try pivot()
        try restrict("/", [.readOnly, .noSetUserID, .noDevices, .noExecution])
    }
}
