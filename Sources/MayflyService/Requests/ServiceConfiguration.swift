internal import MayflyAudit
package import MayflyCore

/// What the operator set, beyond profiles.
package struct ServiceConfiguration: Hashable, Sendable {
    /// Whether authors may approve their own versions.
    ///
    /// Loud wherever it is used.
    package var allowsSelfApproval = false
    /// Where `allowed_signers` and `revoked_keys` are.
    package var trustDirectory = "/etc/mayfly"
    /// Who must own these files and their directory: root's number, except where tests own them.
    package var trustOwner: UInt32 = 0
    /// A directory of profiles that was not there at the start, and is used from the next one on if it is there by then.
    package var awaitedProfiles: String?
    /// Where agents are named; `nil` where groups alone decide.
    package var agents: AgentLocation?
    /// Sessions alive at once.
    package var maxSessions = 32
    /// Sessions that wait.
    package var maxQueue = 256
    /// What all sessions that live may take of the host together.
    package var budget = HostShare.unbounded
    /// How long sessions that run may go on when the daemon stops.
    package var drainTime = Duration.zero
    /// How long an approval holds when it says nothing.
    package var approvalLifetime: Duration = .seconds(90 * 86_400)
    /// Finished sessions that are kept with their output and artifacts.
    package var keptSessions = 10_000
    /// Refused requests of one user in a row that each get a record of their own.
    package var recordedRefusals = 32

    /// How much of one user's versions may wait for approval.
    package var proposalQuota = ByteCount.mebibytes(256)
    /// How many versions of their own one user may take back within a day; they count no more than the quota, too.
    package var dailyWithdrawals = 64

    /// How much one user may have uploaded for sessions to come.
    package var uploadQuota = ByteCount.mebibytes(512)
    /// How long an upload can be named.
    package var uploadLifetime: Duration = .seconds(15 * 60)

    /// The daemon's version, for the audit log.
    package var version = "unknown"
    /// SHA-256 of the settings file that was read, for the audit log; `nil` where there was none.
    package private(set) var settingsFile: Digest?
    /// How long records are collected before they are written to the audit log's files.
    package var auditPause: Duration = .seconds(1)
    /// How long a reader of events hears nothing at most.
    package var heartbeat: Duration = .seconds(15)

    /// How often who follows what a session uses is told.
    package var statsPeriod: Duration = .seconds(1)

    package init() {}

    /// Takes note of the settings file that was read.
    ///
    /// - Parameter bytes: All of it; `nil` where there was none.
    package mutating func note(settingsFile bytes: [UInt8]?) {
        settingsFile = bytes.map { MerkleHash.digest(of: $0) }
    }
}
