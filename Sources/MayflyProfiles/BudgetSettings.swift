package import MayflyCore

/// What all sessions together may take of the host, as the operator wrote it.
package struct BudgetSettings: Hashable, Sendable {
    /// A part of what the host has: so much, or so many hundredths of it.
    package enum Part<Amount: Hashable & Sendable>: Hashable, Sendable {
        case amount(Amount)
        case percent(UInt64)
    }

    package var memory = Part<ByteCount>.percent(80)
    /// `nil` for sixteen times the host's processors, and 32 at least.
    package var cpu: Part<CPURate>?

    package init() {}
}
