import LinuxSystem
import MayflyCore
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
        try Self.check(bundle, for: start)
        script = bundle.payload(executable: start.mayExecute)
        let index = launch.request.hasInput ? 5 : 4
        do throws(LaunchRefusal) {
            files =
                launch.request.hasFiles
                ? try VerifiedBundle.copy(launch.descriptors.take(index), name: "inputs") : nil
            kept = try Self.workspace(of: launch, at: launch.request.hasFiles ? index + 1 : index)
        } catch { throw .refused(error) }
    }

    /// A program that is started has to be one of this machine, and may be executed.
    ///
    /// A text would be started by what its first line names, which is none of the profile's runtimes, and nothing that anybody
    /// has approved. The session ends as by the answer that the kernel gives to what is of no format. It is not asked: before 6.14 it
    /// looks for a module first.
    private static func check(_ bundle: VerifiedBundle, for start: LaunchStart) throws(CellLauncher.Failure) {
        let path = start.entry.path
        guard start.entry.runtime == .binary,
            !start.mayExecute(path) || !bundle.programs.contains(where: { $0.hasBytes(of: path) })
        else { return }
        throw .setUp(SetupError(.execute, errno: .unknownFormat, subject: "execve(/script/\(path)), not tried"))
    }

    /// Notes what it has open, to be looked for at the end of the session.
    func note(in notes: inout DescriptorNotes) {
        streams.note(in: &notes)
        if let script { notes.note(script.descriptor, "script") }
        if let files { notes.note(files.memory.number, "inputs") }
        if let kept { notes.note(kept.memory.number, "workspace") }
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
