import CLinux
import LinuxSystem
import MayflyCore
import Sandbox
import SandboxPlan
import WardenProtocol

/// Turns a launch request into a cell that is being built.
///
/// Everything in a request is checked before anything is made.
struct CellLauncher {
    let profiles: [ProfileName: LoadedProfile]
    let host: ControlGroupHost
    let identities: IdentityPool
    let keeperFilter: SeccompProgram
    /// The newest ABI of Landlock that the kernel has; 0 for none.
    let landlock: Int32

    /// Why there is no cell.
    enum Failure: Error {
        case refused(LaunchRefusal)
        case setUp(SetupError)
    }

    /// What the request's descriptors were found to be.
    struct Materials {
        var bundle: VerifiedBundle?
        var files: VerifiedBundle?
        var entry: EntryPoint?
        var runtime: Runtime?
    }

    /// Checks, verifies and starts building.
    func launch(_ request: LaunchRequest, _ bag: DescriptorBag, number: UInt32) throws(Failure) -> Cell {
        let received = Instant.now
        let profile: LoadedProfile
        let materials: Materials
        do throws(LaunchRefusal) {
            profile = try admit(request)
            materials = try verify(request, bag, under: profile.profile)
        } catch {
            throw .refused(error)
        }
        guard let identity = identities.take() else {
            throw .setUp(SetupError(.identity, errno: Errno.noSpace, subject: "no user id is free"))
        }
        let plan = plan(request, profile, materials, identity)
        let group: ControlGroup
        do throws(SystemCallError) {
            group = try ControlGroup(request.session.text, on: host, plan.controlGroup)
        } catch {
            identities.giveBack(identity)
            throw .setUp(SetupError(.controlGroup, error))
        }
        do throws(SetupError) {
            let draft = Draft(
                request: request,
                number: number,
                received: received,
                profile: profile,
                materials: materials,
                plan: plan,
                group: group
            )
            return try build(draft, with: bag)
        } catch {
            if group.remove().isEmpty { identities.giveBack(identity) }
            throw .setUp(error)
        }
    }

    private func admit(_ request: LaunchRequest) throws(LaunchRefusal) -> LoadedProfile {
        guard let loaded = profiles[request.profile] else {
            throw LaunchRefusal(rule: "profile_not_found", detail: "the warden has no profile \(request.profile)")
        }
        try LaunchRule.check(
            limits: request.limits,
            variables: request.environment.map(\.name),
            arguments: request.arguments,
            against: loaded.profile
        )
        return loaded
    }

    /// Hashes the bytes that are about to run, and asks the evidence whether these may.
    private func verify(
        _ request: LaunchRequest,
        _ bag: DescriptorBag,
        under profile: Profile
    ) throws(LaunchRefusal) -> Materials {
        guard case .bundle(let digest, let evidence) = request.work else { return Materials() }
        let bundle = try VerifiedBundle.copy(bag.take(0), name: "bundle")
        guard bundle.digest == digest else {
            throw LaunchRefusal(
                rule: "digest_mismatch",
                detail: "the bytes have digest \(bundle.digest), not \(digest)"
            )
        }
        do throws(AdmissionEvidence.Refusal) {
            try evidence.permit(bundle.digest, under: profile.name, at: Instant.secondsSince1970)
        } catch {
            throw LaunchRefusal(rule: error.rawValue, detail: "the approval shown does not cover \(bundle.digest)")
        }
        let entry: EntryPoint
        do throws(EntryPoint.Failure) {
            entry = try EntryPoint(in: bundle.files.map(\.path))
        } catch {
            throw LaunchRefusal(rule: "no_entry_point", detail: "the bundle has no single entry point: \(error)")
        }
        let runtime = try LaunchRule.runtime(for: entry, in: profile)
        let files = request.hasFiles ? try VerifiedBundle.copy(bag.take(request.hasInput ? 5 : 4), name: "inputs") : nil
        return Materials(bundle: bundle, files: files, entry: entry, runtime: runtime)
    }

    private func plan(
        _ request: LaunchRequest,
        _ loaded: LoadedProfile,
        _ materials: Materials,
        _ identity: CellIdentity
    ) -> CellPlan {
        let payload = (materials.bundle?.payload.pages ?? 0) + (materials.files?.payload.pages ?? 0)
        let start = zip(materials.entry, materials.runtime).map { entry, runtime in
            StartPlan(
                entry: entry,
                runtime: runtime,
                arguments: request.arguments,
                variables: request.environment.map { ($0.name, $0.value) },
                session: request.session
            )
        }
        return CellPlan(
            session: request.session,
            identity: identity,
            mounts: MountPlan(
                visible: loaded.visible,
                limits: request.limits,
                executableScratch: loaded.profile.executableScratch,
                payload: .bytes(payload)
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

    private func zip<Left, Right>(_ left: Left?, _ right: Right?) -> (Left, Right)? {
        guard let left, let right else { return nil }
        return (left, right)
    }
}
