import MayflyCore
import Sandbox
import SandboxPlan
import WardenProtocol

extension CellLauncher {
    /// The plan of a cell for one session.
    func plan(for launch: AdmittedLaunch, _ cargo: CellCargo, _ identity: CellIdentity) -> CellPlan {
        let (request, profile) = (launch.request, launch.profile)
        let mounts = MountPlan(
            limits: request.limits,
            executableScratch: profile.profile.executableScratch,
            payloads: MountPlan.Payloads(
                script: cargo.script.map { .bytes($0.pages) },
                inputs: cargo.inputs.map { .bytes($0.pages) }
            ),
            fillsWork: cargo.workspace != nil
        )
        let main = Self.start(of: launch).map { MainProcess.script($0) } ?? .none
        return plan(request.session.text, identity, mounts, request.limits, under: profile, main)
    }

    /// The plan of a cell that is built ahead, with the profile's own limits.
    func planAhead(
        _ kind: WarmKind,
        under profile: LoadedProfile,
        _ name: String,
        _ identity: CellIdentity
    ) -> CellPlan {
        let limits = profile.profile.limits
        let mounts = MountPlan(
            aheadWith: limits,
            executableScratch: profile.profile.executableScratch,
            room: .bytes(UInt64(FrameBound.archive + FrameBound.files * 4096)),
            bootstrap: kind == .node ? .node : nil
        )
        let runtime = kind.runtime.flatMap { profile.profile.runtimes[$0] }
        let imports = profile.profile.warm?.imports ?? []
        let interpreter = runtime.flatMap { InterpreterPlan(kind, $0, importing: imports) }
        let main = interpreter.map { MainProcess.interpreter($0) } ?? .awaited
        return plan(name, identity, mounts, limits, under: profile, main)
    }

    /// How the launch's script is started; `nil` for a canary.
    static func start(of launch: AdmittedLaunch) -> StartPlan? {
        launch.start.map { start in
            StartPlan(
                entry: start.entry,
                runtime: start.runtime,
                arguments: launch.request.arguments,
                variables: launch.request.environment.map { ($0.name, $0.value) },
                session: launch.request.session.text,
                keepsWork: launch.request.workspace != .none
            )
        }
    }

    private func plan(
        _ name: String,
        _ identity: CellIdentity,
        _ mounts: MountPlan,
        _ limits: SessionLimits,
        under loaded: LoadedProfile,
        _ main: MainProcess
    ) -> CellPlan {
        CellPlan(
            name: name,
            identity: identity,
            mounts: mounts,
            controlGroup: ControlGroupPlan(
                limits,
                disk: loaded.disk,
                network: loaded.profile.network,
                version: host.version
            ),
            resourceLimits: ResourceLimit.plan(limits),
            network: loaded.profile.network,
            landlock: LandlockPlan(
                abi: landlock,
                visible: loaded.visible,
                executableScratch: loaded.profile.executableScratch,
                network: loaded.profile.network
            ),
            onDeniedCall: loaded.profile.onDeniedCall,
            main: main
        )
    }
}
