package import MayflyCore

/// Orders the warden to build a cell and to run a bundle in it.
///
/// The attached descriptors are, in this order: the bundle's archive (a memfd, see ``FileArchive``), the write ends of the pipes for
/// standard output, standard error and artifacts, then the read end of the pipe for standard input if ``hasInput``, then the
/// archive of input files (a memfd) if ``hasFiles``, then the archive of the kept workspace (a memfd) if ``workspace`` is
/// ``Workspace/files``.
///
/// A canary (``Work/canary``) builds a cell, reads its controls back, runs nothing and destroys it; it has no descriptors.
package struct LaunchRequest: Hashable, Sendable {
    /// What the cell is for.
    package enum Work: Hashable, Sendable {
        /// To run the bundle with this digest, by the statement that people have signed.
        case bundle(Digest, SignedStatement)
        /// To run nothing.
        case canary
    }

    /// What `/work` contains before the script starts, and whether it is collected after the end.
    package enum Workspace: UInt8, Hashable, Sendable {
        /// `/work` is empty, and is destroyed with the cell.
        case none = 0
        /// `/work` of a new workspace: empty at first, and collected.
        case empty = 1
        /// `/work` of a kept workspace: filled from an archive at first, and collected.
        case files = 2
    }

    package var session: SessionID
    package var profile: ProfileName
    package var work: Work
    /// Not above the profile's limits, which the warden checks.
    package var limits: SessionLimits
    /// Whether a reviewer tries a script that is not approved; the statement for that permits nothing else.
    package var isReview: Bool
    /// The arguments that follow the script's path on its command line.
    package var arguments: [String]
    package var environment: [EnvironmentVariable]
    package var hasInput: Bool
    package var hasFiles: Bool
    /// Whether the script waits in its cell for ``DaemonMessage/start(_:)``.
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

    /// How many descriptors must be attached to the request.
    package var descriptorCount: Int {
        switch work {
        case .canary: 0
        case .bundle: 4 + (hasInput ? 1 : 0) + (hasFiles ? 1 : 0) + (workspace == .files ? 1 : 0)
        }
    }
}
