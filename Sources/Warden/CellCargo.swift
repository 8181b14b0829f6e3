import LinuxSystem
import Sandbox
import SandboxPlan
import WardenProtocol

/// What a session brings into its cell: taken out of what travelled with its launch, checked, and the warden's own.
final class CellCargo {
    let streams: StreamDescriptors
    let script: Payload?
    /// The archive of input files, which owns what ``inputs`` borrows.
    private let files: VerifiedBundle?
    /// The archive of what the workspace holds, which owns what ``workspace`` borrows.
    let kept: VerifiedBundle?

    /// Nothing: of a cell that nobody has yet.
    init() {
        streams = StreamDescriptors()
        (script, files, kept) = (nil, nil, nil)
    }

    /// Takes what a launch brings.
    init(of launch: AdmittedLaunch) throws(CellLauncher.Failure) {
        do throws(SetupError) {
            streams = try StreamDescriptors(launch.request, launch.descriptors)
        } catch { throw .setUp(error) }
        guard let bundle = launch.bundle, let start = launch.start else {
            (script, files, kept) = (nil, nil, nil)
            return
        }
        script = bundle.payload(executable: start.mayExecute)
        let index = launch.request.hasInput ? 5 : 4
        do throws(LaunchRefusal) {
            files =
                launch.request.hasFiles
                ? try VerifiedBundle.copy(launch.descriptors.take(index), name: "inputs") : nil
            kept = try Self.workspace(of: launch, at: launch.request.hasFiles ? index + 1 : index)
        } catch { throw .refused(error) }
    }

    /// Input files; nobody approved them, and nothing of them may be executed.
    var inputs: Payload? { files?.payload { _ in false } }

    /// What the workspace holds; nothing of it may be executed.
    var workspace: Payload? { kept?.payload { _ in false } }

    /// What an earlier session left is checked as anything else that the daemon shows: against the profile.
    private static func workspace(
        of launch: AdmittedLaunch,
        at index: Int
    ) throws(LaunchRefusal) -> VerifiedBundle? {
        guard launch.request.workspace != .none else { return nil }
        let (limits, profile) = (launch.request.limits, launch.profile.profile)
        guard launch.request.workspace == .files else {
            try LaunchRule.checkWorkspace([], limits: limits, against: profile)
            return nil
        }
        let kept = try VerifiedBundle.copy(launch.descriptors.take(index), name: "workspace")
        try LaunchRule.checkWorkspace(kept.files.map(\.size), limits: limits, against: profile)
        return kept
    }
}
