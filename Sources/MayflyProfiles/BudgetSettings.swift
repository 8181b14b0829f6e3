package import MayflyCore

/// The share of the host for all sessions together, as the operator wrote it.
package struct BudgetSettings: Hashable, Sendable {
    /// A part of a resource of the host: an amount, or a percentage.
    package enum Part<Amount: Hashable & Sendable>: Hashable, Sendable {
        case amount(Amount)
        case percent(UInt64)
    }

    package var memory = Part<ByteCount>.percent(80)
    /// The part of the processors; `nil` for sixteen times the host's, and 32 at least.
    package var cpu: Part<CPURate>?

    package init() {}
}
