package import MayflyCore

/// The host's resources, within the limits that a container or a unit sets for this daemon.
package struct HostCapacity: Hashable, Sendable {
    /// The host's memory, or the smallest limit of the daemon's control groups; `nil` when neither is known.
    package var memory: ByteCount?
    package var processors: UInt64

    package init(memory: ByteCount?, processors: UInt64) {
        self.memory = memory
        self.processors = processors
    }

    /// Reads the capacity.
    ///
    /// - Parameters:
    ///   - processors: The number of processors that are online.
    ///   - text: Returns the content of a file; `nil` when it cannot be read.
    package static func look(processors: UInt64, text: (String) -> String?) -> HostCapacity {
        let groups = (text("/proc/self/cgroup") ?? "").split(separator: "\n").flatMap(limitFiles)
        let limits = groups.compactMap { text($0) }.compactMap(number)
        let total = text("/proc/meminfo").flatMap(total).map { [$0] } ?? []
        return HostCapacity(memory: (total + limits).min().map { .bytes($0) }, processors: max(1, processors))
    }

    /// The limit files of the group in a line of `/proc/self/cgroup`, and of all groups above it.
    private static func limitFiles(_ line: Substring) -> [String] {
        let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return [] }
        let isUnified = parts[0] == "0" && parts[1].isEmpty
        guard isUnified || parts[1].split(separator: ",").contains("memory") else { return [] }
        let roots = isUnified ? ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"] : ["/sys/fs/cgroup/memory"]
        let file = isUnified ? "memory.max" : "memory.limit_in_bytes"
        let names = parts[2].split(separator: "/")
        return roots.flatMap { root in
            (0...names.count).map { ([root] + names.prefix($0).map(String.init) + [file]).joined(separator: "/") }
        }
    }

    /// A limit in bytes; `nil` if there is none.
    private static func number(_ text: String) -> UInt64? { UInt64(text.prefix { $0 != "\n" }) }

    private static func total(_ text: String) -> UInt64? {
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("MemTotal:") }) else { return nil }
        let words = line.split(separator: " ")
        guard words.count == 3, words[2] == "kB", let count = UInt64(words[1]) else { return nil }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: 1024)
        return overflow ? nil : bytes
    }
}
