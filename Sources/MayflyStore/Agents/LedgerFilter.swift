package import MayflyCore

/// The requested part of the ledger.
package struct LedgerFilter: Hashable, Sendable {
    package var agent: AgentName?
    package var script: ScriptName?
    package var profile: ProfileName?
    /// Starts with the hour that contains this moment, because the ledger counts by hours.
    package var from: Timestamp?
    /// Ends with the hour that contains this moment.
    package var to: Timestamp?

    package init() {}
}
