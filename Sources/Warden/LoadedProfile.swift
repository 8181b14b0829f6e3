import MayflyCore
import Sandbox
import SandboxPlan
import WardenProtocol

/// A profile in force: what its file says, its paths on this host, its compiled filter, and its template to clone cells from.
///
/// All cells of the profile share it.
final class LoadedProfile {
    let profile: Profile
    let policy: SystemCallPolicy
    let visible: [VisiblePath]
    /// The disks whose reading is limited; `nil` where the profile sets no such limit.
    let disk: DiskPlan?
    let filter: SeccompProgram
    let template: RootTemplate
    /// SHA-256 of everything that its files say: the profile's frame, and the rules of its own list of system calls.
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

    /// Renews a profile after a change of the host files that it shows.
    init(_ earlier: LoadedProfile, visible: [VisiblePath], disk: DiskPlan?, template: RootTemplate) {
        self.profile = earlier.profile
        self.policy = earlier.policy
        self.visible = visible
        self.disk = disk
        self.filter = earlier.filter
        self.template = template
        self.digest = earlier.digest
    }

    /// Whether the profile has cells of a kind built ahead.
    func warms(_ kind: WarmKind) -> Bool { profile.warm.map { kind.target(in: $0) > 0 } ?? false }

    /// The digest over a profile and the rules in the file that it refers to.
    private static func digest(of profile: Profile, _ policy: SystemCallPolicy) -> Digest {
        var frame = FrameWriter()
        frame.value(profile)
        // A built-in list needs no digest: the program's version determines it.
        if case .file = profile.systemCalls { frame.list(policy.groups) { $0.value($1) } }
        // The bootstrap in an interpreter that was started ahead takes part in starting the script, so that a change of it counts.
        if let warm = profile.warm {
            for kind in WarmKind.allCases where kind.target(in: warm) > 0 {
                if let bootstrap = kind.bootstrap { frame.text(bootstrap) }
            }
        }
        return SHA256.digest(of: frame.bytes)
    }
}
