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

    /// Takes ids and a cgroup, and starts building, in a network namespace that nothing was in before.
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

    /// Does the same for nobody yet.
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
        // A script sees it; it tells nothing of how many there were before.
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

    /// Makes the cgroup of a cell, or gives its identity back.
    private func makeGroup(_ plan: CellPlan, of identity: CellIdentity) throws(SetupError) -> ControlGroup {
        do throws(SystemCallError) {
            return try ControlGroup(plan.name, on: host, plan.controlGroup)
        } catch {
            identities.giveBack(identity)
            throw SetupError(.controlGroup, error)
        }
    }
}
