internal import MayflyCore
package import MayflyProfiles

extension HostShare {
    /// So many processors may be given out for each that the host has, unless the operator says otherwise: a script that
    /// waits needs none, and one that does not is slowed down by the kernel, fairly.
    private static let usualPercent: UInt64 = 1600
    /// At least so much, in thousandths: as many sessions of one processor as live at once by default.
    private static let usualLeast: UInt64 = 32_000

    /// What the operator allows of what the host has; `nil` when that is a percentage of a memory that is not known.
    package init?(_ settings: BudgetSettings, of capacity: HostCapacity) {
        guard let memory = Self.memory(settings.memory, of: capacity.memory) else { return nil }
        self.init(memory: memory, millicpus: Self.millicpus(settings.cpu, of: capacity.processors))
    }

    private static func memory(_ part: BudgetSettings.Part<ByteCount>, of memory: ByteCount?) -> ByteCount? {
        switch part {
        case .amount(let amount): amount
        // Whole mebibytes, so that it can be read.
        case .percent(let percent): memory.map { .mebibytes(Self.percent(percent, of: $0.bytes) >> 20) }
        }
    }

    private static func millicpus(_ part: BudgetSettings.Part<CPURate>?, of processors: UInt64) -> UInt64 {
        switch part {
        case .amount(let rate): UInt64(rate.millicpus)
        case .percent(let percent): Self.percent(percent, of: processors * 1000)
        case nil: max(Self.percent(usualPercent, of: processors * 1000), usualLeast)
        }
    }

    private static func percent(_ percent: UInt64, of whole: UInt64) -> UInt64 {
        let (product, overflow) = whole.multipliedReportingOverflow(by: percent)
        return overflow ? whole / 100 * percent : product / 100
    }
}
