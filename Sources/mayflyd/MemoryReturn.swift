internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import ServiceLifecycle

/// Gives memory that is free back to the kernel: everything the daemon does about it is here.
///
/// What requests take is free again soon after them; a heap keeps it, because a little of what is needed lies between. So
/// a crowd of connections would leave the daemon three times as large, for good.
struct MemoryReturn: Service, CustomStringConvertible {
    var description: String { "memory" }

    /// From this size on, a block is a mapping of its own, which ends with it.
    private static let ownMapping: CInt = 64 * 1024
    /// So much may lie free at the end of a heap.
    private static let keptFree: CInt = 128 * 1024
    /// Threads share so many heaps; glibc has eight for each processor.
    private static let heaps: CInt = 2
    /// How often it looks.
    private static let period: Duration = .seconds(5)
    /// Bytes that are not worth walking through the heaps.
    private static let growth = 4 << 20

    /// Sets how glibc keeps memory; to be called before there are threads.
    ///
    /// Both thresholds grow by themselves, to 32 and 64 MiB, with the first large block that is freed; setting them keeps
    /// them where they are.
    ///
    /// - Source: mallopt(3). A value that glibc does not take changes nothing, and costs memory alone.
    static func begin() {
        _ = mallopt(M_MMAP_THRESHOLD, ownMapping)
        _ = mallopt(M_TRIM_THRESHOLD, keptFree)
        _ = mallopt(M_ARENA_MAX, heaps)
    }

    /// Trims the heaps whenever more of them lies idle than before, until the daemon stops.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            var kept = 0
            // Sleeping fails when the daemon stops, and only then.
            while (try? await Task.sleep(for: Self.period, tolerance: .seconds(1))) != nil {
                let isMore = Self.idle > kept + Self.growth
                if isMore { malloc_trim(0) }
                kept = isMore ? Self.idle : min(kept, Self.idle)
            }
        }
    }

    /// Bytes that are resident and not in use; below 0 while blocks are in use that nobody has written to.
    ///
    /// - Source: mallinfo(3); proc(5), /proc/pid/statm.
    private static var idle: Int {
        let blocks = mallinfo2()
        // Memory that is kept for want of a number harms nobody.
        guard let file = try? OwnedDescriptor.open("/proc/self/statm", .readFollowing),
            let text = try? file.readAll(bound: 4096)
        else { return 0 }
        let pages = String(decoding: text, as: UTF8.self).split(separator: " ").compactMap { Int($0) }
        guard pages.count > 2 else { return 0 }
        return (pages[1] - pages[2]) * sysconf(Int32(_SC_PAGESIZE)) - Int(blocks.uordblks + blocks.hblkhd)
    }
}
