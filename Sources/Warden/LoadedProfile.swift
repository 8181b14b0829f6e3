import MayflyCore
import Sandbox
import SandboxPlan
import WardenProtocol

/// A profile as it is in force: what its file says, what its paths are on this host, its filter ready to load,
/// its template to clone cells from.
///
/// One for all cells that are built by it.
final class LoadedProfile {
    let profile: Profile
    let policy: SystemCallPolicy
    let visible: [VisiblePath]
    /// `nil` where the profile does not limit reading from disks.
    let disk: DiskPlan?
    let filter: SeccompProgram
    let template: RootTemplate
    /// SHA-256 of everything its files say: the profile's frame, and the rules of its own list of system calls.
    let digest: Digest

    init(
        _ profile: Profile,
        policy: SystemCallPolicy,
        filter: SeccompProgram,
        visible: [VisiblePath],
        disk: DiskPlan?,
        template: RootTemplate
    ) {
        self.profile = profile
        self.policy = policy
        self.visible = visible
        self.disk = disk
        self.filter = filter
        self.template = template
        self.digest = Self.digest(of: profile, policy)
    }

    /// The same profile where what it shows of the host has changed.
    init(_ earlier: LoadedProfile, visible: [VisiblePath], disk: DiskPlan?, template: RootTemplate) {
        self.profile = earlier.profile
        self.policy = earlier.policy
        self.visible = visible
        self.disk = disk
        self.filter = earlier.filter
        self.template = template
        self.digest = earlier.digest
    }

    /// Whether cells of a kind are built ahead.
    func warms(_ kind: WarmKind) -> Bool { profile.warm.map { kind.target(in: $0) > 0 } ?? false }

    /// The digest of a profile, and of the rules in the file that it refers to.
    private static func digest(of profile: Profile, _ policy: SystemCallPolicy) -> Digest {
        var frame = FrameWriter()
        frame.value(profile)
        // A built-in list is part of the program, and of its version.
        if case .file = profile.systemCalls { frame.list(policy.groups) { $0.value($1) } }
        // What waits in an interpreter that is started ahead is part of what starts the script.
        if let warm = profile.warm {
            for kind in WarmKind.allCases where kind.target(in: warm) > 0 {
                if let bootstrap = kind.bootstrap { frame.text(bootstrap) }
            }
        }
        return SHA256.digest(of: frame.bytes)
    }
}
