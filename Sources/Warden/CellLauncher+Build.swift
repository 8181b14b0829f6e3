import Glibc
import LinuxSystem
import MayflyCore
import Sandbox
import SandboxPlan
import WardenProtocol

extension CellLauncher {
    /// A cell that is planned and has a cgroup, but no process yet.
    struct Draft {
        let purpose: CellPurpose
        let profile: LoadedProfile
        let number: UInt32
        let cargo: CellCargo
        let plan: CellPlan
        let filter: SeccompProgram
        let group: ControlGroup
    }

    /// Clones pid 1 of the cell, with the descriptors that the plan needs.
    func build(_ draft: Draft, in network: borrowing OwnedDescriptor) throws(SetupError) -> Cell {
        let streams = draft.cargo.streams
        try streams.give(to: draft.plan.identity.script)
        let pair = try at(.clone) { () throws(SystemCallError) in try SocketPair() }
        let tasks = try at(.controlGroup) { () throws(SystemCallError) in try draft.group.openTasks() }
        let memory = try at(.controlGroup) { () throws(SystemCallError) in try draft.group.watchMemory() }
        let inode = try at(.namespaces) { () throws(SystemCallError) in try network.status().inode }
        let blueprint = blueprint(of: draft, status: pair.theirs.number, streams, tasks, network: inode)
        // The blueprint holds these by number only: they must stay open until the child has its own copies.
        let process = try withExtendedLifetime((streams, tasks, draft)) { () throws(SetupError) in
            try at(.clone) { () throws(SystemCallError) in
                try draft.group.withUnified { (cgroup) throws(SystemCallError) in
                    try CellProcess.clone(
                        blueprint,
                        from: draft.profile.template,
                        network: network,
                        into: cgroup
                    )
                }
            }
        }
        let socket = MessageSocket(pair.takeOurs())
        try letGo(process, draft.plan.identity, through: socket)
        let cell = Cell(draft, socket: socket, process: process)
        cell.network = inode
        draft.cargo.note(in: &cell.descriptors)
        cell.artifacts = streams.takeArtifacts()
        cell.memory = consume memory
        return cell
    }

    private func blueprint(
        of draft: Draft,
        status: CInt,
        _ streams: StreamDescriptors,
        _ tasks: DescriptorBag,
        network: UInt64
    ) -> CellBlueprint {
        CellBlueprint(
            plan: draft.plan,
            script: draft.cargo.script,
            inputs: draft.cargo.inputs,
            workspace: draft.cargo.workspace,
            filter: draft.filter,
            keeperFilter: keeperFilter,
            descriptors: CellDescriptors(
                status: status,
                input: streams.input,
                output: streams.output,
                error: streams.error,
                tasks: tasks.numbers
            ),
            network: network,
            isHeld: draft.purpose.launch?.isHeld ?? false
        )
    }

    private func letGo(
        _ process: borrowing ProcessHandle,
        _ identity: CellIdentity,
        through socket: borrowing MessageSocket
    ) throws(SetupError) {
        do throws(SystemCallError) {
            try CellProcess.release(process, identity: identity, through: socket)
        } catch {
            // The child has nothing yet, and ends by itself without its go; the kill only makes sure.
            _ = try? process.send(signal: SIGKILL)
            _ = try? process.wait(atMost: 1_000)
            throw SetupError(.userMap, error)
        }
    }

    private func at<Result: ~Copyable>(
        _ stage: SetupStage,
        _ body: () throws(SystemCallError) -> Result
    ) throws(SetupError) -> Result {
        do throws(SystemCallError) { return try body() } catch { throw SetupError(stage, error) }
    }
}
