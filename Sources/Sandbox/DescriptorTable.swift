internal import CLinux
internal import LinuxSystem

/// The descriptors of the calling process, as a whole.
enum DescriptorTable {
    /// Closes every descriptor but some.
    static func closeAll(but kept: [CInt]) throws(SystemCallError) {
        var next: CInt = 0
        for number in kept.sorted() {
            if number > next { try close(from: UInt32(next), to: UInt32(number - 1)) }
            next = max(next, number + 1)
        }
        try close(from: UInt32(next), to: UInt32.max)
    }

    private static func close(from first: UInt32, to last: UInt32) throws(SystemCallError) {
        try syscall("close_range") { close_range(first, last, 0) }
    }
}
