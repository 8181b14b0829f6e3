package import MayflyCore

/// Memory and processors: what a session takes of the host, or what all sessions may take.
package struct HostShare: Hashable, Sendable {
    package var memory: ByteCount
    /// Thousandths of a processor.
    package var millicpus: UInt64

    package init(memory: ByteCount, millicpus: UInt64) {
        self.memory = memory
        self.millicpus = millicpus
    }

    /// The most that a session takes; files in its own file systems count as its memory.
    package init(_ limits: SessionLimits) {
        self.init(memory: limits.memory, millicpus: UInt64(limits.cpus.millicpus))
    }

    package static let zero = HostShare(memory: .bytes(0), millicpus: 0)
    /// More than any number of sessions can take.
    package static let unbounded = HostShare(memory: .bytes(.max), millicpus: .max)

    static func + (left: HostShare, right: HostShare) -> HostShare {
        HostShare(
            memory: .bytes(left.memory.bytes.addingSaturating(right.memory.bytes)),
            millicpus: left.millicpus.addingSaturating(right.millicpus)
        )
    }

    static func - (left: HostShare, right: HostShare) -> HostShare {
        HostShare(
            memory: .bytes(left.memory.bytes - min(left.memory.bytes, right.memory.bytes)),
            millicpus: left.millicpus - min(left.millicpus, right.millicpus)
        )
    }

    /// Whether both parts are within those of `most`.
    func fits(in most: HostShare) -> Bool { memory <= most.memory && millicpus <= most.millicpus }

    /// How many times this share fits into `most`.
    func count(in most: HostShare) -> Int {
        let counts = [
            memory.bytes == 0 ? .max : most.memory.bytes / memory.bytes,
            millicpus == 0 ? .max : most.millicpus / millicpus,
        ]
        return Int(clamping: counts.min() ?? 0)
    }

    /// The processors as a profile writes them: `2`, or `500m`.
    package var cpus: String { millicpus % 1000 == 0 ? "\(millicpus / 1000)" : "\(millicpus)m" }
}

extension UInt64 {
    fileprivate func addingSaturating(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
