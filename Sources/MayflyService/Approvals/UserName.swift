internal import Glibc

/// The names that this host has for users.
enum UserName {
    /// The name of a user; `nil` when the host has none for it.
    static func of(_ uid: UInt32) -> String? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16 * 1024)
        guard getpwuid_r(uid, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name
        else { return nil }
        return String(validatingCString: name)
    }

    /// How a user without a name is named in a statement, as `id` and `chown` take it.
    static func number(_ uid: UInt32) -> String { "#\(uid)" }
}
