import CLinux
import LinuxSystem
import MayflyCore
import Sandbox
import SandboxPlan
import WardenProtocol

/// Turns a launch that may be built into a cell that is being built.
struct CellLauncher {
    let host: ControlGroupHost
    let identities: IdentityPool
    let keeperFilter: SeccompProgram
    /// The newest ABI of Landlock that the kernel has; 0 for none.
    let landlock: Int32
    /// `nil` but in tests.
    let alteration: CellAlteration?

    /// Why there is no cell.
    enum Failure: Error {
        case refused(LaunchRefusal)
        case setUp(SetupError)
    }

    /// What is copied into the cell.
    struct Materials {
        var script: Payload?
        /// The archive of input files, which owns what ``inputs`` borrows.
        var files: VerifiedBundle?
        var inputs: Payload?
        /// The archive of what the workspace holds, which owns what ``workspace`` borrows.
        var kept: VerifiedBundle?
        var workspace: Payload?
    }

    /// Takes ids and a cgroup, and starts building, in a network namespace that nothing was in before.
    func launch(
        _ launch: AdmittedLaunch,
        number: UInt32,
        in network: borrowing OwnedDescriptor
    ) throws(Failure) -> Cell {
        let materials: Materials
        do throws(LaunchRefusal) { materials = try self.materials(of: launch) } catch { throw .refused(error) }
        guard let identity = identities.take() else {
            throw .setUp(SetupError(.identity, errno: Errno.noSpace, subject: "no user id is free"))
        }
        var plan = plan(launch, materials, identity)
        var filter = launch.profile.filter
        alteration?.cell(&plan, &filter)
        let group: ControlGroup
        do throws(SystemCallError) {
            group = try ControlGroup(launch.request.session.text, on: host, plan.controlGroup)
        } catch {
            identities.giveBack(identity)
            throw .setUp(SetupError(.controlGroup, error))
        }
        do throws(SetupError) {
            let draft = Draft(
                launch: launch,
                number: number,
                materials: materials,
                plan: plan,
                filter: filter,
                group: group
            )
            return try build(draft, in: network)
        } catch {
            if group.remove().isEmpty { identities.giveBack(identity) }
            throw .setUp(error)
        }
    }

    private func materials(of launch: AdmittedLaunch) throws(LaunchRefusal) -> Materials {
        guard let bundle = launch.bundle, let start = launch.start else { return Materials() }
        let script = bundle.payload(executable: start.mayExecute)
        var materials = Materials(script: script)
        var index = launch.request.hasInput ? 5 : 4
        if launch.request.hasFiles {
            let files = try VerifiedBundle.copy(launch.descriptors.take(index), name: "inputs")
            (materials.files, materials.inputs) = (files, files.payload { _ in true })
            index += 1
        }
        try addWorkspace(of: launch, at: index, to: &materials)
        return materials
    }

    /// What an earlier session left is checked as anything else that the daemon shows: against the profile.
    private func addWorkspace(
        of launch: AdmittedLaunch,
        at index: Int,
        to materials: inout Materials
    ) throws(LaunchRefusal) {
        guard launch.request.workspace != .none else { return }
        let (limits, profile) = (launch.request.limits, launch.profile.profile)
        guard launch.request.workspace == .files else {
            return try LaunchRule.checkWorkspace([], limits: limits, against: profile)
        }
        let kept = try VerifiedBundle.copy(launch.descriptors.take(index), name: "workspace")
        try LaunchRule.checkWorkspace(kept.files.map(\.size), limits: limits, against: profile)
        (materials.kept, materials.workspace) = (kept, kept.payload { _ in false })
    }

    private func plan(_ launch: AdmittedLaunch, _ materials: Materials, _ identity: CellIdentity) -> CellPlan {
        let (request, loaded) = (launch.request, launch.profile)
        let start = launch.start.map { start in
            StartPlan(
                entry: start.entry,
                runtime: start.runtime,
                arguments: request.arguments,
                variables: request.environment.map { ($0.name, $0.value) },
                session: request.session,
                keepsWork: request.workspace != .none
            )
        }
        return CellPlan(
            session: request.session,
            identity: identity,
            mounts: MountPlan(
                limits: request.limits,
                executableScratch: loaded.profile.executableScratch,
                payloads: MountPlan.Payloads(
                    script: materials.script.map { .bytes($0.pages) },
                    inputs: materials.inputs.map { .bytes($0.pages) }
                ),
                fillsWork: materials.workspace != nil
            ),
            controlGroup: ControlGroupPlan(request.limits, disk: loaded.disk, version: host.version),
            resourceLimits: ResourceLimit.plan(request.limits),
            network: loaded.profile.network,
            landlock: LandlockPlan(
                abi: landlock,
                visible: loaded.visible,
                executableScratch: loaded.profile.executableScratch,
                network: loaded.profile.network
            ),
            onDeniedCall: loaded.profile.onDeniedCall,
            start: start
        )
    }
}
