import LinuxSystem

/// How much memory the host has left.
struct HostMemory {
    /// How long a reading is reused: cells that are built ahead in this time change it little.
    private static let holds: Duration = .milliseconds(100)

    private var known: Double = 0
    private var due = Instant(nanoseconds: 0)

    /// The part of the host's memory that is available without taking it from others, from 0 to 1; 0 when the kernel does not say.
    mutating func freePart(_ now: Instant) -> Double {
        if now >= due {
            known = Self.read()
            due = now + Self.holds
        }
        return known
    }

    private static func read() -> Double {
        guard let file = try? OwnedDescriptor.open("/proc/meminfo", .read), let bytes = try? file.readAll(bound: 65_536)
        else { return 0 }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard let total = number("MemTotal:", in: lines), let free = number("MemAvailable:", in: lines), total > 0
        else {
            return 0
        }
        return free / total
    }

    private static func number(_ name: String, in lines: [Substring]) -> Double? {
        lines.first { $0.hasPrefix(name) }?.split(separator: " ").dropFirst().first.flatMap { Double($0) }
    }
}
