package import MayflyCore

/// A resource limit of each process in a cell; soft and hard limit are equal.
package struct ResourceLimit: Hashable, Sendable, CustomStringConvertible {
    /// The limits that are set, by their names in getrlimit(2).
    package enum Name: String, CaseIterable, Hashable, Sendable {
        case core
        case nofile
        case nproc
        case memlock
        case msgqueue
        case sigpending
        case rtprio
        case nice
        case fsize
        /// Seconds of processor time.
        case cpu
        /// Bytes of address space.
        case addressSpace = "as"
    }

    package var name: Name
    package var value: UInt64

    package init(_ name: Name, _ value: UInt64) {
        self.name = name
        self.value = value
    }

    package var description: String { "rlimit \(name.rawValue) = \(value)" }

    /// The limits for a process that reads one file, computes, and writes one answer of at most `answer` bytes.
    ///
    /// It opens nothing, starts nothing, and is alone with its user id, so that the limits of 0 take nothing from it.
    package static func planEmptyCell(answer: UInt64) -> [ResourceLimit] {
        [
            ResourceLimit(.core, 1), ResourceLimit(.nofile, 0), ResourceLimit(.nproc, 0), ResourceLimit(.memlock, 0),
            ResourceLimit(.msgqueue, 0), ResourceLimit(.sigpending, 0), ResourceLimit(.rtprio, 0),
            ResourceLimit(.nice, 0), ResourceLimit(.fsize, answer), ResourceLimit(.cpu, 5),
            ResourceLimit(.addressSpace, 512 << 20),
        ]
    }

    /// The limits for every process of a cell.
    ///
    /// Time and memory are bounded for the cell as a whole, by the cgroup and the warden.
    package static func plan(_ limits: SessionLimits) -> [ResourceLimit] {
        [
            // With a pipe in core_pattern the kernel starts the handler even at 0; only 1 prevents that.
            ResourceLimit(.core, 1),
            ResourceLimit(.nofile, UInt64(limits.openFiles)),
            // Above pids.max, so that the cgroup refuses first and counts the refusal.
            ResourceLimit(.nproc, UInt64(limits.pids) + 64),
            ResourceLimit(.memlock, 64 << 10),
            ResourceLimit(.msgqueue, 0),
            ResourceLimit(.sigpending, 256),
            ResourceLimit(.rtprio, 0),
            ResourceLimit(.nice, 0),
            // A page above the size of the scratch file system: a full disk gives ENOSPC, and only a huge sparse file is refused here.
            ResourceLimit(.fsize, limits.disk.bytes + 4096),
        ]
    }
}
