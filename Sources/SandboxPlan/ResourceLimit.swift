package import MayflyCore

/// A limit of each process in a cell, set soft and hard alike.
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

    /// What a process gets that reads one file, computes, and writes one answer of at most `answer` bytes.
    ///
    /// It opens nothing and starts nothing, and is alone with its user id: the numbers that are 0 take nothing from it.
    package static func planEmptyCell(answer: UInt64) -> [ResourceLimit] {
        [
            ResourceLimit(.core, 1), ResourceLimit(.nofile, 0), ResourceLimit(.nproc, 0), ResourceLimit(.memlock, 0),
            ResourceLimit(.msgqueue, 0), ResourceLimit(.sigpending, 0), ResourceLimit(.rtprio, 0),
            ResourceLimit(.nice, 0), ResourceLimit(.fsize, answer), ResourceLimit(.cpu, 5),
            ResourceLimit(.addressSpace, 512 << 20),
        ]
    }

    /// What every process of a cell gets.
    ///
    /// Time and memory are bounded by the cgroup and the warden, for the cell as a whole.
    package static func plan(_ limits: SessionLimits) -> [ResourceLimit] {
        [
            // 1 and not 0: with a pipe in core_pattern, only 1 keeps the kernel from starting the handler.
            ResourceLimit(.core, 1),
            ResourceLimit(.nofile, UInt64(limits.openFiles)),
            // Above pids.max, so that it is the cgroup that refuses and counts.
            ResourceLimit(.nproc, UInt64(limits.pids) + 64),
            ResourceLimit(.memlock, 64 << 10),
            ResourceLimit(.msgqueue, 0),
            ResourceLimit(.sigpending, 256),
            ResourceLimit(.rtprio, 0),
            ResourceLimit(.nice, 0),
            // A page above the scratch file system: a full disk is ENOSPC, and only a sparse giant is refused here.
            ResourceLimit(.fsize, limits.disk.bytes + 4096),
        ]
    }
}
