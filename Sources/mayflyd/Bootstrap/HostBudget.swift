internal import Glibc
internal import LinuxSystem
internal import MayflyProfiles
internal import MayflyService

/// Computes the operator's budget on this host.
enum HostBudget {
    /// The most bytes that are read of a kernel file.
    private static let bound = 1 << 20

    /// Measures the host, and applies the settings to it.
    static func find(_ settings: BudgetSettings) throws(StartError) -> HostShare {
        let capacity = HostCapacity.look(processors: UInt64(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))), text: text)
        guard let budget = HostShare(settings, of: capacity) else {
            throw StartError(
                "cannot find out how much memory the host has, of which sessions may take a part: /proc/meminfo has no "
                    + "MemTotal; write an amount into the configuration, for example budget: {memory: 4Gi}"
            )
        }
        return budget
    }

    private static func text(_ path: String) -> String? {
        do throws(SystemCallError) {
            return String(decoding: try OwnedDescriptor.open(path, .read).readAll(bound: bound), as: UTF8.self)
        } catch {
            return nil
        }
    }
}
