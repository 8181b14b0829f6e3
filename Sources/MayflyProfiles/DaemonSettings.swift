package import MayflyCore

/// The daemon's configuration file; every setting in it has a default.
package struct DaemonSettings: Hashable, Sendable {
    /// The path of the file, unless another one is named.
    package static let standardPath = "/etc/mayfly/mayflyd.yaml"

    /// Whether authors may approve their own scripts.
    package var selfApproval = false
    /// The most sessions that live at once.
    package var maxSessions = 32
    /// The most sessions that wait.
    package var maxQueue = 256
    /// The share of the host for all live sessions together.
    package var budget = BudgetSettings()
    /// How long running sessions may continue when the daemon stops.
    package var drainTime: Duration = .zero
    package var maxConnections = 256
    package var maxConnectionsPerUser = 64
    /// How long an approval holds if it does not say so itself.
    package var approvalLifetime: Duration = .seconds(90 * 86_400)
    /// How many finished sessions are kept.
    package var keptSessions = 10_000
    /// The most bytes of one user's versions that may wait for approval.
    package var maxProposalBytesPerUser = ByteCount.mebibytes(256)
    /// The most bytes that one user may have uploaded for future sessions.
    package var maxUploadBytesPerUser = ByteCount.mebibytes(512)
    /// The groups that give each role; user 0 has every role.
    package var operators: [String] = []
    package var approvers = ["mayfly-approvers"]
    package var agents = ["mayfly"]
    package var auditors = ["mayfly-auditors"]

    package init() {}
}
