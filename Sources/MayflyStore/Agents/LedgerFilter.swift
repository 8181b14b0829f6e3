package import MayflyCore

/// Which part of the ledger is asked for.
package struct LedgerFilter: Hashable, Sendable {
    package var agent: AgentName?
    package var script: ScriptName?
    package var profile: ProfileName?
    /// From the hour that this moment is in; the ledger counts by hours.
    package var from: Timestamp?
    /// Up to and with the hour that this moment is in.
    package var to: Timestamp?

    package init() {}
}
