extension Usage {
    /// The use after `before` was measured, for values that the kernel adds up: processor time, throttling, bytes of disks.
    ///
    /// Peaks stay as they are. No difference is below zero, although the kernel's sums are not read at the same instant.
    package func since(_ before: Usage) -> Usage {
        var usage = self
        for sum in [\Usage.cpuUser, \.cpuSystem, \.cpuTotal, \.throttled] as [WritableKeyPath<Usage, Duration?>] {
            usage[keyPath: sum] = self[keyPath: sum].map { max(.zero, $0 - (before[keyPath: sum] ?? .zero)) }
        }
        for sum in [\Usage.ioRead, \.ioWritten] as [WritableKeyPath<Usage, ByteCount?>] {
            usage[keyPath: sum] = self[keyPath: sum].map { bytes in
                let earlier = before[keyPath: sum]?.bytes ?? 0
                return .bytes(bytes.bytes > earlier ? bytes.bytes - earlier : 0)
            }
        }
        return usage
    }
}
