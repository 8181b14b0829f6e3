internal import MayflyCore
package import MayflyProfiles

extension HostShare {
    /// The default for processors, in percent of the host's.
    ///
    /// More than the host has, since a script that waits needs none, and the kernel slows down the others fairly.
    private static let usualPercent: UInt64 = 1600
    /// The least default in thousandths: enough for as many sessions of one processor as may live at once by default.
    private static let usualLeast: UInt64 = 32_000

    /// Computes the operator's share of the host; `nil` when it is a percentage of a memory that is not known.
    package init?(_ settings: BudgetSettings, of capacity: HostCapacity) {
        guard let memory = Self.memory(settings.memory, of: capacity.memory) else { return nil }
        self.init(memory: memory, millicpus: Self.millicpus(settings.cpu, of: capacity.processors))
    }

    private static func memory(_ part: BudgetSettings.Part<ByteCount>, of memory: ByteCount?) -> ByteCount? {
        switch part {
        case .amount(let amount): amount
        // In whole mebibytes, so that people can read it.
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
