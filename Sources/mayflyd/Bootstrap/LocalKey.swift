internal import Glibc
internal import LinuxSystem

/// The key with which this host's root approves; `ssh-keygen` makes it if there is none.
enum LocalKey {
    /// The name of the file, and of the principal in `allowed_signers`.
    static let name = "local-approver"
    private static let program = "/usr/bin/ssh-keygen"

    /// The public key as one line without a comment; makes the key if there is none.
    static func publicKey(in directory: String) throws(StartError) -> String {
        let path = "\(directory)/\(name)"
        if faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) != 0 {
            // An interrupted start may have left half of the pair.
            unlink("\(path).pub")
            try make(path)
        }
        let text = try step("read the local key") { () throws(SystemCallError) in
            try OwnedDescriptor.open("\(path).pub", .read).readAll(bound: 4096)
        }
        let words = String(decoding: text, as: UTF8.self).split { $0 == " " || $0 == "\n" }
        guard words.count >= 2 else {
            throw StartError(
                "\(path).pub is not a public key; make it again with: ssh-keygen -y -f \(path) >\(path).pub"
            )
        }
        return "\(words[0]) \(words[1])"
    }

    /// Makes the key under another name first, so that it is never incomplete; the public half is renamed first.
    private static func make(_ path: String) throws(StartError) {
        guard access(program, X_OK) == 0 else {
            throw StartError("\(program) is missing; install the package openssh-client")
        }
        let draft = "\(path).new"
        for name in [draft, "\(draft).pub"] { unlink(name) }
        let words = [program, "-q", "-t", "ed25519", "-N", "", "-C", "mayfly local approver", "-f", draft]
        let status = try run(words)
        guard status == 0 else {
            let directory = String(path.dropLast(name.count + 1))
            throw StartError("\(program) made no key \(path): exit status \(status); \(TrustDirectory.hint(directory))")
        }
        try step("keep the local key") { () throws(SystemCallError) in
            try syscall("chmod", on: draft) { chmod(draft, 0o600) }
            try syscall("chmod", on: draft) { chmod("\(draft).pub", 0o644) }
            try syscall("rename", on: path) { rename("\(draft).pub", "\(path).pub") }
            try syscall("rename", on: path) { rename(draft, path) }
        }
    }

    /// Runs a program to its end, without environment and input, and with its output on standard error.
    private static func run(_ words: [String]) throws(StartError) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, 2, 1)
        var pointers = words.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var environment: [UnsafeMutablePointer<CChar>?] = [nil]
        var pid: pid_t = 0
        let failure = posix_spawn(&pid, words[0], &actions, nil, &pointers, &environment)
        guard failure == 0 else {
            throw StartError(
                "start ssh-keygen",
                SystemCallError("posix_spawn", on: words[0], errno: Errno(rawValue: failure))
            )
        }
        var status: Int32 = 0
        _ = try step("wait for ssh-keygen") { () throws(SystemCallError) in
            try syscall("waitpid") { waitpid(pid, &status, 0) }
        }
        return status & 0x7f == 0 ? status >> 8 & 0xff : -(status & 0x7f)
    }
}
