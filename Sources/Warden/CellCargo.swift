import LinuxSystem
import MayflyCore
import Sandbox
import SandboxPlan
import WardenProtocol

/// What a session brings into its cell, taken from the launch's descriptors and checked; file contents are the warden's own copies.
final class CellCargo {
    let streams: StreamDescriptors
    let script: Payload?
    /// The archive of input files, which owns what ``inputs`` borrows.
    private let files: VerifiedBundle?
    /// The archive of the kept workspace, which owns what ``workspace`` borrows.
    let kept: VerifiedBundle?

    /// The empty cargo of a cell that is built ahead.
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

    /// Checks that a program which is the script's entry is a native executable of this machine and may be executed.
    ///
    /// The kernel would start a text by the interpreter in its first line, which is none of the profile's runtimes and was approved
    /// by nobody. The session ends with the errno that the kernel returns for an unknown format. The kernel itself is not tried,
    /// since before Linux 6.14 it would first look for a module.
    private static func check(_ bundle: VerifiedBundle, for start: LaunchStart) throws(CellLauncher.Failure) {
        let path = start.entry.path
        guard start.entry.runtime == .binary,
            !start.mayExecute(path) || !bundle.programs.contains(where: { $0.hasBytes(of: path) })
        else { return }
        throw .setUp(SetupError(.execute, errno: .unknownFormat, subject: "execve(/script/\(path)), not tried"))
    }

    /// Notes the descriptors that must be closed at the end of the session.
    func note(in notes: inout DescriptorNotes) {
        streams.note(in: &notes)
        if let script { notes.note(script.descriptor, "script") }
        if let files { notes.note(files.memory.number, "inputs") }
        if let kept { notes.note(kept.memory.number, "workspace") }
    }

    /// The input files: nobody approved them, so that none may be executed.
    var inputs: Payload? { files?.payload { _ in false } }

    /// The files of the kept workspace: none may be executed.
    var workspace: Payload? { kept?.payload { _ in false } }

    /// Copies the files that an earlier session left, and checks them against the profile like everything from the daemon.
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
