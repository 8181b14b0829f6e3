internal import Glibc
internal import LinuxSystem

/// The lock that one daemon, and its warden after it, holds on a directory.
enum DaemonLock {
    /// The name of the file.
    static let name = "mayfly.lock"
    /// How long a warden may take to bring its cells down after its daemon died.
    private static let patience = 100
    private static let pause: useconds_t = 100_000

    /// Takes the lock of `directory`.
    ///
    /// - Throws: When another daemon runs there; the message names it.
    static func take(in directory: String, account: Account) throws(StartError) -> OwnedDescriptor {
        let path = "\(directory)/\(name)"
        let file = try step("open the lock") { () throws(SystemCallError) in try OwnedDescriptor.open(path, .lock) }
        try check(file, path, account)
        for _ in 0..<patience {
            if try step("lock", { () throws(SystemCallError) in try file.tryLock(on: path) }) {
                try sign(file, path)
                return file
            }
            if let pid = holder(file), kill(pid, 0) == 0 {
                throw StartError(
                    "another mayflyd (pid \(pid)) already uses \(directory); "
                        + "stop it, or give this one --state-dir and --run-dir of its own"
                )
            }
            usleep(pause)
        }
        throw StartError(
            "the warden of an earlier daemon still holds \(path); look for a process 'mayfly-warden' that hangs"
        )
    }

    /// Root is about to write into it: it must be a file that no other name leads to.
    private static func check(_ file: borrowing OwnedDescriptor, _ path: String, _ account: Account) throws(StartError)
    {
        let status = try step("look at the lock") { () throws(SystemCallError) in try file.status() }
        guard status.kind == .regular, status.links == 1, status.owner == 0 || status.owner == account.uid else {
            throw StartError(
                "\(path) is not a plain file of root's or the daemon's; look who put it there, and remove it"
            )
        }
    }

    private static func holder(_ file: borrowing OwnedDescriptor) -> pid_t? {
        guard let bytes = try? file.read(count: 16, at: 0) else { return nil }
        return pid_t(String(decoding: bytes, as: UTF8.self).prefix { $0.isNumber })
    }

    private static func sign(_ file: borrowing OwnedDescriptor, _ path: String) throws(StartError) {
        let number = file.number
        _ = try step("sign the lock") { () throws(SystemCallError) in
            try syscall("ftruncate", on: path) { ftruncate(number, 0) }
            try file.writeAll(Array("\(getpid())\n".utf8), on: path)
        }
    }
}
