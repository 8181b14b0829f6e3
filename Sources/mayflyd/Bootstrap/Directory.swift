internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import MayflyCore

/// Makes the daemon's directories, and refuses those that another user could have prepared.
enum Directory {
    /// Makes a directory and its parents, and sets its owner and mode.
    ///
    /// An existing directory must be the daemon's, or be root's and contain only Mayfly's names: `--state-dir /etc` must not give away
    /// `/etc`.
    ///
    /// - Parameter isShared: Whether it may contain other names than Mayfly's.
    static func prepare(
        _ path: String,
        owner: (uid: uid_t, gid: gid_t),
        mode: mode_t,
        isShared: Bool = false
    ) throws(StartError) {
        try prepareParents(of: path)
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw StartError("make directory", SystemCallError("mkdir", on: path, errno: .current))
        }
        let directory = try step("open directory", hint: "it must be a directory, not a link") {
            () throws(SystemCallError) in
            try OwnedDescriptor.open(path, .directory)
        }
        let status = try step("look at \(path)") { () throws(SystemCallError) in try directory.status() }
        guard status.owner == owner.uid || status.owner == 0 else {
            throw StartError(
                "\(path) belongs to uid \(status.owner), not to the daemon; choose another directory, or chown it"
            )
        }
        if status.owner == 0, !isShared { try checkContents(of: path) }
        let number = directory.number
        _ = try step("give away \(path)") { () throws(SystemCallError) in
            try syscall("fchown", on: path) { fchown(number, owner.uid, owner.gid) }
        }
        _ = try step("protect \(path)") { () throws(SystemCallError) in
            try syscall("fchmod", on: path) { fchmod(number, mode) }
        }
    }

    private static func checkContents(of path: String) throws(StartError) {
        let names = try DirectoryNames.list(path)
        guard !names.contains(DaemonLock.name), let foreign = names.first(where: { !$0.hasPrefix("mayfly") }) else {
            return
        }
        throw StartError(
            "\(path) holds '\(foreign)', which is not mayflyd's; give it a directory of its own, one that is empty"
        )
    }

    /// Makes the missing parents of `path`; existing ones must be root's, and nobody else may rename entries in them.
    static func prepareParents(of path: String) throws(StartError) {
        var parent = ""
        for name in BundlePath.parts(of: path).dropLast() where !name.isEmpty {
            parent += "/\(name)"
            let isNew = mkdir(parent, 0o755) == 0
            guard isNew || errno == EEXIST else {
                throw StartError("make directory", SystemCallError("mkdir", on: parent, errno: .current))
            }
            // The daemon must be able to pass through, which the umask would forbid.
            if isNew { chmod(parent, 0o755) }
            try check(parent, above: path)
        }
    }

    /// The most links that the kernel follows on the way to a file; beyond that it reports an error itself.
    private static let mostLinks = 40

    /// Checks every directory on the way to a file, also through links: it must be root's, and nobody else may rename entries in it.
    ///
    /// Whoever could exchange the file could have prepared it, no matter who owns the present one.
    static func checkWay(to path: String) throws(StartError) {
        var (place, links) = ("", 0)
        var rest = Array(BundlePath.parts(of: path).reversed())
        while let name = rest.popLast(), links <= mostLinks {
            if name.isEmpty || name == "." { continue }
            if name == ".." {
                place = BundlePath.parts(of: place).dropLast().joined(separator: "/")
                continue
            }
            if !place.isEmpty { try check(place, above: path) }
            let entry = "\(place)/\(name)"
            guard let target = try linkTarget(of: entry, leadingTo: path) else {
                place = entry
                continue
            }
            links += 1
            if target.utf8.first == UInt8(ascii: "/") { place = "" }
            rest += BundlePath.parts(of: target).reversed()
        }
    }

    /// The target of a link that is root's; `nil` if the entry is not a link.
    private static func linkTarget(of entry: String, leadingTo path: String) throws(StartError) -> String? {
        let doing = "look at \(path)"
        let status = try step(doing) { () throws(SystemCallError) in try FileStatus(of: entry) }
        guard status.kind == .symbolicLink else { return nil }
        guard status.owner == 0 else {
            throw StartError("\(entry), a link that leads to \(path), belongs to uid \(status.owner), not to root")
        }
        return try step(doing) { () throws(SystemCallError) in try SymbolicLink.target(of: entry) }
    }

    private static func check(_ directory: String, above path: String) throws(StartError) {
        let status = try step("look at \(directory)") { () throws(SystemCallError) in
            try FileStatus(following: directory)
        }
        let isOpen = status.permissions & 0o022 != 0 && status.permissions & 0o1000 == 0
        guard status.owner == 0, !isOpen else {
            throw StartError(
                "\(directory), above \(path), can be changed by others than root: it is of uid \(status.owner) and mode "
                    + "\(String(status.permissions & 0o7777, radix: 8)); mend that (chown root, chmod go-w), or choose a "
                    + "directory below root's own"
            )
        }
    }
}
