internal import CLinux
internal import Glibc
internal import LinuxSystem

/// Makes the daemon's directories, and refuses those that somebody else could have prepared.
enum Directory {
    /// Makes a directory and its parents; one that exists must already be what it should.
    static func prepare(_ path: String, owner: (uid: uid_t, gid: gid_t), mode: mode_t) throws(StartError) {
        try makeParents(of: path)
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
        let number = directory.number
        _ = try step("give away \(path)") { () throws(SystemCallError) in
            try syscall("fchown", on: path) { fchown(number, owner.uid, owner.gid) }
        }
        _ = try step("protect \(path)") { () throws(SystemCallError) in
            try syscall("fchmod", on: path) { fchmod(number, mode) }
        }
    }

    private static func makeParents(of path: String) throws(StartError) {
        var made = ""
        for name in path.split(separator: "/").dropLast() {
            made += "/\(name)"
            if mkdir(made, 0o755) != 0, errno != EEXIST {
                throw StartError("make directory", SystemCallError("mkdir", on: made, errno: .current))
            }
        }
    }
}
