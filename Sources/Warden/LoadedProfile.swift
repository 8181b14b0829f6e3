import MayflyCore
import Sandbox
import SandboxPlan

/// A profile as it is in force: what its file says, what its paths are on this host, its filter ready to load.
struct LoadedProfile {
    let profile: Profile
    let policy: SystemCallPolicy
    let visible: [VisiblePath]
    /// `nil` where the profile does not limit reading from disks.
    let disk: DiskPlan?
    let filter: SeccompProgram
}
