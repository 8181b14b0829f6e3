internal import Glibc

/// The names of this host's users.
enum UserName {
    /// The name of a user; `nil` when the host has none for the id.
    static func of(_ uid: UInt32) -> String? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16 * 1024)
        guard getpwuid_r(uid, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name
        else { return nil }
        return String(validatingCString: name)
    }

    /// How a statement names a user without a name, in a form that `id` and `chown` accept.
    static func number(_ uid: UInt32) -> String { "#\(uid)" }
}
