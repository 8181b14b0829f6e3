import LinuxSystem
import MayflyCore
import Sandbox
import SandboxPlan
import WardenProtocol

extension CellLauncher {
    /// What a launch requires of a cell that was built ahead.
    struct Wish {
        /// The suitable kinds, best first.
        let kinds: [WarmKind]
        /// The shape that the cell must have; `nil` for that of the profile.
        let shape: CellShape?
        let start: StartPlan
    }

    /// Whether a launch could get a cell that was built ahead: only then is its cargo taken before it has a network namespace.
    static func mayBeAhead(_ launch: AdmittedLaunch) -> Bool {
        launch.profile.profile.warm != nil && launch.start != nil && launch.request.workspace == .none
    }

    /// - Returns: `nil` when the session needs a cell that is built for it.
    func wish(of launch: AdmittedLaunch, _ cargo: CellCargo) -> Wish? {
        guard Self.mayBeAhead(launch), let how = launch.start, let start = Self.start(of: launch) else { return nil }
        let kinds = WarmKind.kinds(
            for: how.entry,
            setsVariables: !launch.request.environment.isEmpty,
            hasWorkspace: launch.request.workspace != .none
        )
        let isPlain = launch.request.limits == launch.profile.profile.limits
        let plan = isPlain ? nil : plan(for: launch, cargo, CellIdentity(script: 0, keeper: 0))
        return Wish(kinds: kinds, shape: plan.map { CellShape(of: $0) }, start: start)
    }

    /// Hands a cell that was built ahead to a session.
    ///
    /// - Returns: Whether the session has the cell; not when the order is too long for a message.
    /// - Throws: The cell could not take the order and must not be used. The launch may still get another cell.
    func hand(
        _ cell: Cell,
        to launch: AdmittedLaunch,
        _ cargo: CellCargo,
        _ start: StartPlan
    ) throws(SetupError) -> Bool {
        guard let script = cargo.script, let output = cargo.streams.output, let error = cargo.streams.error,
            let warmth = cell.warmth
        else { return false }
        let order = CellOrder(
            script: script,
            inputs: cargo.inputs,
            output: output,
            error: error,
            input: cargo.streams.input,
            isHeld: launch.isHeld,
            start: start
        )
        guard order.bytes.count <= CellOrder.bound else { return false }
        try cargo.streams.give(to: cell.identity.script)
        do throws(SystemCallError) {
            try CellProcess.hand(order, through: cell.socket)
        } catch {
            throw SetupError(.report, error)
        }
        cell.assign(launch, warmth, start, Self.controls(of: warmth.kind))
        cargo.note(in: &cell.descriptors)
        cell.artifacts = cargo.streams.takeArtifacts()
        return true
    }

    /// Records how the cell was built ahead: its kind, and the bootstrap that waited in it.
    private static func controls(of kind: WarmKind) -> [Control] {
        let bootstrap = kind.bootstrap.map { Control("bootstrap", "\(SHA256.digest(of: Array($0.utf8)))") }
        return [Control("built_ahead", kind.rawValue)] + [bootstrap].compactMap(\.self)
    }
}
