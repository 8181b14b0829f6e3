import CLinux
import LinuxSystem
import MayflyCore
import Sandbox
import SandboxPlan
import WardenProtocol

/// Builds cells: plans them, takes their ids and cgroups, and clones their pid 1.
struct CellLauncher {
    let host: ControlGroupHost
    let identities: IdentityPool
    let keeperFilter: SeccompProgram
    /// The newest Landlock ABI of this kernel; 0 for none.
    let landlock: Int32
    /// `nil` except in tests.
    let alteration: CellAlteration?

    /// Why there is no cell.
    enum Failure: Error {
        case refused(LaunchRefusal)
        case setUp(SetupError)
    }

    /// Begins to build the cell of a session in an unused network namespace.
    func launch(
        _ launch: AdmittedLaunch,
        number: UInt32,
        in network: borrowing OwnedDescriptor
    ) throws(Failure) -> Cell {
        let cargo = if let cargo = launch.cargo { cargo } else { try CellCargo(of: launch) }
        do throws(SetupError) {
            return try make(.session(launch), under: launch.profile, cargo, number: number, in: network) { identity in
                plan(for: launch, cargo, identity)
            }
        } catch {
            throw .setUp(error)
        }
    }

    /// Begins to build a cell that no session has yet.
    func buildAhead(
        _ kind: WarmKind,
        under profile: LoadedProfile,
        trust: Digest?,
        closure: RuntimeClosure?,
        like sibling: Warmth?,
        number: UInt32,
        in network: borrowing OwnedDescriptor
    ) throws(SetupError) -> Cell {
        let purpose = CellPurpose.ahead(kind, trust: trust, closure: closure, like: sibling)
        // The script can see this name: random, it does not tell how many cells came before.
        let name = ControlGroupHost.aheadPrefix + String(UInt64.random(in: 1 << 60 ... .max), radix: 16)
        return try make(purpose, under: profile, CellCargo(), number: number, in: network) { identity in
            planAhead(kind, under: profile, name, identity)
        }
    }

    private func make(
        _ purpose: CellPurpose,
        under profile: LoadedProfile,
        _ cargo: CellCargo,
        number: UInt32,
        in network: borrowing OwnedDescriptor,
        planning: (CellIdentity) -> CellPlan
    ) throws(SetupError) -> Cell {
        let identity = try takeIdentity()
        var plan = planning(identity)
        var filter = profile.filter
        alteration?.cell(&plan, &filter)
        let group = try makeGroup(plan, of: identity)
        do throws(SetupError) {
            let draft = Draft(
                purpose: purpose,
                profile: profile,
                number: number,
                cargo: cargo,
                plan: plan,
                filter: filter,
                group: group
            )
            return try build(draft, in: network)
        } catch {
            if group.remove().isEmpty { identities.giveBack(identity) }
            throw error
        }
    }

    private func takeIdentity() throws(SetupError) -> CellIdentity {
        guard let identity = identities.take() else {
            throw SetupError(.identity, errno: Errno.noSpace, subject: "no user id is free")
        }
        return identity
    }

    /// Makes the cgroup of a cell; gives the identity back if that fails.
    private func makeGroup(_ plan: CellPlan, of identity: CellIdentity) throws(SetupError) -> ControlGroup {
        do throws(SystemCallError) {
            return try ControlGroup(plan.name, on: host, plan.controlGroup)
        } catch {
            identities.giveBack(identity)
            throw SetupError(.controlGroup, error)
        }
    }
}
