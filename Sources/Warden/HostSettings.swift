internal import Glibc
internal import LinuxSystem
internal import MayflyCore

/// Settings of the host's kernel that affect what a session can do to the host, and that no limit of a cell changes.
enum HostSettings {
    /// The current settings.
    static var facts: [Control] {
        [
            Control("overcommit", line(of: "/proc/sys/vm/overcommit_memory")),
            Control("core_pattern", line(of: "/proc/sys/kernel/core_pattern")),
        ]
    }

    /// Whether the kernel had IPv6, or could load it, when the warden first read its profiles.
    ///
    /// The check asks for a socket, as a script would, which may start modprobe: once here, instead of at each try of a script.
    static let hasIPv6: Bool = {
        let number = socket(AF_INET6, CInt(SOCK_DGRAM.rawValue) | O_CLOEXEC, 0)
        guard number >= 0 else { return false }
        _ = close(number)
        return true
    }()

    private static func line(of path: String) -> String {
        guard let file = try? OwnedDescriptor.open(path, .read), let bytes = try? file.readAll(bound: 256) else {
            return "unknown"
        }
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
