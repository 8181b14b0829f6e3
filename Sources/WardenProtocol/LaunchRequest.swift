package import MayflyCore

/// Asks the warden to build a cell and to run a bundle in it.
///
/// The descriptors that travel with it are, in this order: the bundle's archive (a memfd, see ``FileArchive``), the write
/// ends of the pipes for standard output, standard error and artifacts, then the read end of the pipe for standard input
/// if ``hasInput``, then the archive of input files (a memfd) if ``hasFiles``, then the archive of what the workspace holds
/// (a memfd) if ``workspace`` says so.
///
/// A canary (``Work/canary``) builds a cell, reads its controls back, runs nothing and destroys it; no descriptor travels.
package struct LaunchRequest: Hashable, Sendable {
    /// What the cell is for.
    package enum Work: Hashable, Sendable {
        /// Run the bundle of this digest, on what people have signed.
        case bundle(Digest, SignedStatement)
        /// Run nothing.
        case canary
    }

    /// Whether `/work` is of a workspace: what is in it before the script starts, and whether it is collected after the end.
    package enum Workspace: UInt8, Hashable, Sendable {
        /// `/work` is empty, and goes with the cell.
        case none = 0
        /// It is empty, and collected.
        case empty = 1
        /// It begins with the files of an archive, and is collected.
        case files = 2
    }

    package var session: SessionID
    package var profile: ProfileName
    package var work: Work
    /// Equal to or tighter than the profile's; the warden checks it.
    package var limits: SessionLimits
    /// Whether a reviewer tries what is not approved: a statement that lets him is good for nothing else.
    package var isReview: Bool
    /// What follows the script's path on its command line.
    package var arguments: [String]
    package var environment: [EnvironmentVariable]
    package var hasInput: Bool
    package var hasFiles: Bool
    /// Whether the script waits, in its cell, for ``DaemonMessage/start(_:)``.
    package var isHeld: Bool
    package var workspace: Workspace

    package init(
        session: SessionID,
        profile: ProfileName,
        work: Work,
        limits: SessionLimits,
        isReview: Bool = false,
        arguments: [String] = [],
        environment: [EnvironmentVariable] = [],
        hasInput: Bool = false,
        hasFiles: Bool = false,
        isHeld: Bool = false,
        workspace: Workspace = .none
    ) {
        self.session = session
        self.profile = profile
        self.work = work
        self.limits = limits
        self.isReview = isReview
        self.arguments = arguments
        self.environment = environment
        self.hasInput = hasInput
        self.hasFiles = hasFiles
        self.isHeld = isHeld
        self.workspace = workspace
    }

    /// How many descriptors must travel with the request.
    package var descriptorCount: Int {
        switch work {
        case .canary: 0
        case .bundle: 4 + (hasInput ? 1 : 0) + (hasFiles ? 1 : 0) + (workspace == .files ? 1 : 0)
        }
    }
}
