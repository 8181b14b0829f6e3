internal import CLinux
internal import Glibc
internal import LinuxSystem

/// The descriptor table of the calling process.
enum DescriptorTable {
    /// Closes every descriptor except these.
    static func closeAll(but kept: [CInt]) throws(SystemCallError) {
        var next: CInt = 0
        for number in kept.sorted() {
            if number > next { try close(from: UInt32(next), to: UInt32(number - 1)) }
            next = max(next, number + 1)
        }
        try close(from: UInt32(next), to: UInt32.max)
    }

    /// Makes copies of `sources` the descriptors 0, 1, 2 and so on, in this order.
    ///
    /// The copies are first made at high numbers, so that no source is overwritten before its turn.
    static func arrange(_ sources: [CInt]) throws(SystemCallError) {
        let parked = try sources.map { (source) throws(SystemCallError) in
            try syscall("fcntl", on: "\(source)") { fcntl(source, F_DUPFD_CLOEXEC, 64) }
        }
        for (target, source) in parked.enumerated() {
            try syscall("dup2", on: "\(target)") { dup2(source, CInt(target)) }
        }
    }

    private static func close(from first: UInt32, to last: UInt32) throws(SystemCallError) {
        try syscall("close_range") { close_range(first, last, 0) }
    }
}
