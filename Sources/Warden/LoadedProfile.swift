import MayflyCore
import Sandbox
import SandboxPlan
import WardenProtocol

/// A profile as it is in force: what its file says, what its paths are on this host, its filter ready to load,
/// its template to clone cells from.
struct LoadedProfile {
    let profile: Profile
    let policy: SystemCallPolicy
    var visible: [VisiblePath]
    /// `nil` where the profile does not limit reading from disks.
    var disk: DiskPlan?
    let filter: SeccompProgram
    var template: RootTemplate
    /// SHA-256 of everything its files say: the profile's frame, and the rules of its own list of system calls.
    let digest: Digest

    /// Whether cells of a kind are built ahead.
    func warms(_ kind: WarmKind) -> Bool { profile.warm.map { kind.target(in: $0) > 0 } ?? false }

    /// The digest of a profile, and of the rules in the file that it refers to.
    static func digest(of profile: Profile, _ policy: SystemCallPolicy) -> Digest {
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
