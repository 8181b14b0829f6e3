internal import Glibc
internal import LinuxSystem

/// The lock on a directory, which one daemon holds, and its warden after it.
enum DaemonLock {
    /// The name of the lock file.
    static let name = "mayfly.lock"
    /// How many pauses a warden gets to end its cells after its daemon has died.
    private static let patience = 100
    private static let pause: useconds_t = 100_000

    /// Takes the lock of `directory`.
    ///
    /// - Throws: When another daemon holds the lock; the message names it.
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

    /// Checks that the lock is a file without other names, since root is about to write into it.
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
