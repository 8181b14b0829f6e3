package import MayflyCore

/// The daemon's configuration file: everything in it has a default.
package struct DaemonSettings: Hashable, Sendable {
    /// Where it is, unless another file is named.
    package static let standardPath = "/etc/mayfly/mayflyd.yaml"

    /// Whether authors may approve their own scripts.
    package var selfApproval = false
    /// Sessions alive at once.
    package var maxSessions = 32
    /// Sessions that wait.
    package var maxQueue = 256
    /// What all sessions that live may take together.
    package var budget = BudgetSettings()
    /// How long sessions that run may go on when the daemon stops.
    package var drainTime: Duration = .zero
    package var maxConnections = 256
    package var maxConnectionsPerUser = 64
    /// How long an approval holds when it says nothing.
    package var approvalLifetime: Duration = .seconds(90 * 86_400)
    /// Finished sessions that are kept.
    package var keptSessions = 10_000
    /// How much of one user's versions may wait for approval.
    package var maxProposalBytesPerUser = ByteCount.mebibytes(256)
    /// How much one user may have uploaded for sessions to come.
    package var maxUploadBytesPerUser = ByteCount.mebibytes(512)
    /// Names of groups; user 0 has every role.
    package var operators: [String] = []
    package var approvers = ["mayfly-approvers"]
    package var agents = ["mayfly"]
    package var auditors = ["mayfly-auditors"]

    package init() {}
}
