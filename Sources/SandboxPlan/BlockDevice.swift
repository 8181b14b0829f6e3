/// A disk, identified by the device number that cgroup limits use.
package struct BlockDevice: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let major: UInt32
    package let minor: UInt32

    package init(major: UInt32, minor: UInt32) {
        self.major = major
        self.minor = minor
    }

    /// Unpacks a device number of stat(2).
    package init(packed: UInt64) {
        major = UInt32(truncatingIfNeeded: (packed >> 8) & 0xfff | (packed >> 32) & ~0xfff)
        minor = UInt32(truncatingIfNeeded: packed & 0xff | (packed >> 12) & ~0xff)
    }

    /// Parses `254:0`, as sysfs writes it.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = UInt32(parts[0]), let minor = UInt32(parts[1]) else { return nil }
        self.init(major: major, minor: minor)
    }

    package var description: String { "\(major):\(minor)" }

    package static func < (left: Self, right: Self) -> Bool { (left.major, left.minor) < (right.major, right.minor) }
}
