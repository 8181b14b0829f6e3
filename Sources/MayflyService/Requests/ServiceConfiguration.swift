internal import MayflyAudit
package import MayflyCore

/// The operator's settings, apart from profiles.
package struct ServiceConfiguration: Hashable, Sendable {
    /// Whether authors may approve their own versions.
    ///
    /// Every use of it is made visible.
    package var allowsSelfApproval = false
    /// The directory of `allowed_signers` and `revoked_keys`.
    package var trustDirectory = "/etc/mayfly"
    /// The user id that must own these files and their directory: root's, except if tests own them.
    package var trustOwner: UInt32 = 0
    /// A directory of profiles that did not exist at the start, and that the next start uses if it exists by then.
    package var awaitedProfiles: String?
    /// The file that names agents; `nil` if groups alone decide.
    package var agents: AgentLocation?
    /// The most sessions that live at once.
    package var maxSessions = 32
    /// The most sessions that wait.
    package var maxQueue = 256
    /// The share of the host for all live sessions together.
    package var budget = HostShare.unbounded
    /// How long running sessions may continue when the daemon stops.
    package var drainTime = Duration.zero
    /// How long an approval holds if it does not say so itself.
    package var approvalLifetime: Duration = .seconds(90 * 86_400)
    /// How many finished sessions are kept with their output and artifacts.
    package var keptSessions = 10_000
    /// How many refused requests of one user in a row get a record of their own.
    package var recordedRefusals = 32

    /// The most bytes of one user's versions that may wait for approval.
    package var proposalQuota = ByteCount.mebibytes(256)

    /// The most bytes that one user may have uploaded for future sessions.
    package var uploadQuota = ByteCount.mebibytes(512)
    /// How long requests can name an upload.
    package var uploadLifetime: Duration = .seconds(15 * 60)

    /// The daemon's version, for the audit log.
    package var version = "unknown"
    /// SHA-256 of the settings file that was read, for the audit log; `nil` if there was none.
    package private(set) var settingsFile: Digest?
    /// How long the daemon collects records before it writes them to the audit log's files.
    package var auditPause: Duration = .seconds(1)
    /// The longest time for which a reader of events gets nothing.
    package var heartbeat: Duration = .seconds(15)

    /// How often a follower gets the resources that a session uses.
    package var statsPeriod: Duration = .seconds(1)

    package init() {}

    /// Notes the settings file that was read.
    ///
    /// - Parameter bytes: The whole file; `nil` if there was none.
    package mutating func note(settingsFile bytes: [UInt8]?) {
        settingsFile = bytes.map { MerkleHash.digest(of: $0) }
    }
}
