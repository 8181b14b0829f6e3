internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import ServiceLifecycle

/// Returns free memory to the kernel; all of the daemon's measures for that are here.
///
/// The memory of requests is free again soon after them, but a heap keeps it, because some used blocks lie in between. So a crowd of
/// connections would leave the daemon three times as large for good.
struct MemoryReturn: Service, CustomStringConvertible {
    var description: String { "memory" }

    /// The size from which on a block is a mapping of its own, which ends with the block.
    private static let ownMapping: CInt = 64 * 1024
    /// The most free bytes at the end of a heap.
    private static let keptFree: CInt = 128 * 1024
    /// The number of heaps that threads share; by default, glibc has eight for each processor.
    private static let heaps: CInt = 2
    /// The time between two checks.
    private static let period: Duration = .seconds(5)
    /// Growth in bytes that is too small to be worth a walk through the heaps.
    private static let growth = 4 << 20

    /// Configures glibc's allocator; must be called before there are threads.
    ///
    /// Both thresholds would grow to 32 and 64 MiB when the first large block is freed; setting them keeps them fixed.
    ///
    /// - Source: mallopt(3). If glibc refuses a value, nothing changes, and the only cost is memory.
    static func begin() {
        _ = mallopt(M_MMAP_THRESHOLD, ownMapping)
        _ = mallopt(M_TRIM_THRESHOLD, keptFree)
        _ = mallopt(M_ARENA_MAX, heaps)
    }

    /// Trims the heaps whenever more memory is idle than before, until the daemon stops.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            var kept = 0
            // Only the daemon's stop interrupts the sleep.
            while (try? await Task.sleep(for: Self.period, tolerance: .seconds(1))) != nil {
                let isMore = Self.idle > kept + Self.growth
                if isMore { malloc_trim(0) }
                kept = isMore ? Self.idle : min(kept, Self.idle)
            }
        }
    }

    /// Resident bytes that are not in use; negative while there are used blocks that nobody has written to.
    ///
    /// - Source: mallinfo(3); proc(5), /proc/pid/statm.
    private static var idle: Int {
        let blocks = mallinfo2()
        // If the number cannot be read, memory is kept, which does no harm.
        guard let file = try? OwnedDescriptor.open("/proc/self/statm", .readFollowing),
            let text = try? file.readAll(bound: 4096)
        else { return 0 }
        let pages = String(decoding: text, as: UTF8.self).split(separator: " ").compactMap { Int($0) }
        guard pages.count > 2 else { return 0 }
        return (pages[1] - pages[2]) * sysconf(Int32(_SC_PAGESIZE)) - Int(blocks.uordblks + blocks.hblkhd)
    }
}
