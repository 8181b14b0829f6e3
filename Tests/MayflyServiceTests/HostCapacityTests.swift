import MayflyCore
import MayflyProfiles
import Testing

@testable import MayflyService

@Suite("What the host has") struct HostCapacityTests {
    private static let memory = "MemFree:  1 kB\nMemTotal:        4194304 kB\n"

    /// A host's files, and what there is of memory, in mebibytes.
    static let hosts: [(name: String, files: [String: String], memory: UInt64?)] = [
        ("no limit", [:], 4096),
        (
            "a unified group with a limit",
            ["/proc/self/cgroup": "0::/a/b\n", "/sys/fs/cgroup/a/b/memory.max": "1073741824\n"], 1024
        ),
        (
            "the least limit of all groups above",
            [
                "/proc/self/cgroup": "0::/a/b\n", "/sys/fs/cgroup/a/b/memory.max": "max\n",
                "/sys/fs/cgroup/a/memory.max": "536870912\n", "/sys/fs/cgroup/memory.max": "1073741824\n",
            ], 512
        ),
        (
            "a limit above what there is",
            ["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/memory.max": "99999999999999\n"], 4096
        ),
        (
            "a group of the memory controller, beside others",
            [
                "/proc/self/cgroup": "4:cpu,memory:/x:y\n1:name=systemd:/z\n0::/\n",
                "/sys/fs/cgroup/memory/x:y/memory.limit_in_bytes": "268435456\n",
                "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
                "/sys/fs/cgroup/z/memory.max": "1\n",
            ], 256
        ),
        (
            "a unified hierarchy beside others",
            ["/proc/self/cgroup": "0::/a\n", "/sys/fs/cgroup/unified/a/memory.max": "1048576\n"], 1
        ),
        ("nothing that can be read", ["/proc/meminfo": "nonsense", "/proc/self/cgroup": "nonsense\n::\n"], nil),
        (
            "a limit although the host is not known",
            ["/proc/meminfo": "MemTotal: x kB", "/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/memory.max": "2097152"],
            2
        ),
    ]

    @Test(arguments: hosts.map(\.name)) func `is found with`(name: String) throws {
        let host = try #require(Self.hosts.first { $0.name == name })
        let files = ["/proc/meminfo": Self.memory].merging(host.files) { $1 }
        let found = HostCapacity.look(processors: 2) { files[$0] }
        #expect(found == HostCapacity(memory: host.memory.map { .mebibytes($0) }, processors: 2))
    }

    /// A setting, and what it gives of 4 GiB and two processors: mebibytes and thousandths.
    static let settings: [(BudgetSettings.Part<ByteCount>, BudgetSettings.Part<CPURate>?, UInt64, UInt64)] = [
        (.percent(80), nil, 3276, 32_000), (.percent(100), .percent(100), 4096, 2000),
        (.amount(.mebibytes(64)), .amount(CPURate(millicpus: 500)), 64, 500),
        (.percent(1), .percent(1), 40, 20), (.percent(200), .percent(5000), 8192, 100_000),
    ]

    @Test(arguments: settings.indices) func `is divided as the operator says`(index: Int) throws {
        let (memory, cpu, mebibytes, millicpus) = Self.settings[index]
        var settings = BudgetSettings()
        (settings.memory, settings.cpu) = (memory, cpu)
        let share = HostShare(settings, of: HostCapacity(memory: .mebibytes(4096), processors: 2))
        #expect(share == HostShare(memory: .mebibytes(mebibytes), millicpus: millicpus))
    }

    @Test func `leaves room for 32 sessions on one processor, and for more on more`() {
        let cpus = [1, 2, 3, 64].map {
            HostShare(BudgetSettings(), of: HostCapacity(memory: .mebibytes(1), processors: $0))?.cpus
        }
        #expect(cpus == ["32", "32", "48", "1024"])
    }

    @Test func `has no percentage of a memory that is not known`() {
        var settings = BudgetSettings()
        #expect(HostShare(settings, of: HostCapacity(memory: nil, processors: 1)) == nil)
        settings.memory = .amount(.mebibytes(100))
        #expect(HostShare(settings, of: HostCapacity(memory: nil, processors: 1))?.memory == .mebibytes(100))
    }
}
