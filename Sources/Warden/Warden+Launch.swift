internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

extension Warden {
    /// How many canaries may live at once, whatever their profiles allow.
    private static let mostCanaries = 8

    /// Checks a launch, and builds its cell at once or when its evidence has been verified.
    func launch(_ request: LaunchRequest, _ descriptors: DescriptorBag) {
        let received = Instant.now
        lastLaunch = received
        do throws(LaunchRefusal) {
            try checkPlace(for: request)
            let profile = try admit(request)
            guard case .bundle(let digest, let statement) = request.work else {
                return launchCanary(request, descriptors, received, profile)
            }
            let bundle = try VerifiedBundle.copy(descriptors.take(0), name: "bundle")
            guard bundle.digest == digest else {
                throw LaunchRefusal(
                    rule: "digest_mismatch",
                    detail: "the bytes have digest \(bundle.digest), not \(digest)"
                )
            }
            let launch = WaitingLaunch(
                request,
                descriptors,
                received: received,
                bundle: bundle,
                statement: statement,
                evidence: SHA256.digest(of: statement.frame)
            )
            try decide(launch)
        } catch {
            refuse(request, error)
        }
    }

    private func launchCanary(
        _ request: LaunchRequest,
        _ descriptors: DescriptorBag,
        _ received: Instant,
        _ profile: LoadedProfile
    ) {
        do throws(SetupError) {
            let launch = AdmittedLaunch(
                request: request,
                descriptors: descriptors,
                received: received,
                profile: try current(profile),
                bundle: nil,
                start: nil,
                clearance: nil,
                controls: [],
                isHeld: false
            )
            build(launch)
        } catch {
            report(request, error)
        }
    }

    /// Refuses a launch for which there is no room; the daemon should have queued it, but is not relied on.
    private func checkPlace(for request: LaunchRequest) throws(LaunchRefusal) {
        let waiting = verifications.flatMap(\.waiting).map(\.request) + parked.map(\.launch.request)
        let known = cells.values.compactMap(\.request) + waiting
        guard !known.contains(where: { $0.session == request.session }) else {
            throw LaunchRefusal(rule: "duplicate_session", detail: "a cell of that session is alive")
        }
        guard known.count < NetworkSupply.mostCells else {
            throw LaunchRefusal(
                rule: "too_many_sessions",
                detail: "\(NetworkSupply.mostCells) cells are alive, and more cannot be"
            )
        }
        guard request.work != .canary else {
            guard known.count(where: { $0.work == .canary }) < Self.mostCanaries else {
                throw LaunchRefusal(rule: "too_many_sessions", detail: "\(Self.mostCanaries) canaries are alive")
            }
            return
        }
        guard let profile = profiles[request.profile]?.profile else { return }
        let count = known.count { $0.profile == request.profile && $0.work != .canary }
        guard count < Int(profile.concurrency) else {
            throw LaunchRefusal(
                rule: "too_many_sessions",
                detail: "profile \(request.profile) has as many as it allows"
            )
        }
    }

    /// Checks a request against the profile in force.
    func admit(_ request: LaunchRequest) throws(LaunchRefusal) -> LoadedProfile {
        guard let loaded = profiles[request.profile] else {
            throw LaunchRefusal(rule: "profile_not_found", detail: "the warden has no profile \(request.profile)")
        }
        try LaunchRule.check(
            limits: request.limits,
            variables: request.environment.map(\.name),
            against: loaded.profile
        )
        return loaded
    }

    /// Decides how the script is started, compares that with what was approved, and builds the cell.
    func proceed(
        _ launch: WaitingLaunch,
        under loaded: LoadedProfile,
        by permit: Permit,
        for key: AdmissionKey,
        _ controls: [Control]
    ) throws(LaunchRefusal) {
        let profile: LoadedProfile
        // The template is renewed first, because the interpreter is looked up in the template that the cell will have.
        do throws(SetupError) { profile = try current(loaded) } catch { return report(launch.request, error) }
        let start = try LaunchRule.start(
            permit.start,
            files: launch.bundle.files.map(\.path),
            variables: launch.request.environment.map(\.name),
            in: profile.profile
        )
        let found = interpreters.closure(of: start.entry.runtime, in: profile)
        let text = try ClosureRule.check(approved: permit.closure, found: found, pin: profile.profile.approvals.pin)
        // What the daemon was told before may be the interpreter from before an upgrade.
        if launch.request.isHeld { tell(.admitted(launch.request.session, found)) }
        let clearance = Clearance(
            key: key,
            holdsUntil: permit.holdsUntil,
            profileDigest: profile.digest,
            runtime: start.entry.runtime,
            closure: found
        )
        build(AdmittedLaunch(launch, under: profile, start, clearance, controls: controls + [Control("closure", text)]))
    }

    /// Builds the cell of a launch in an unused network namespace.
    func build(_ launch: AdmittedLaunch, in network: borrowing OwnedDescriptor) {
        do throws(CellLauncher.Failure) {
            let cell = try launcher.launch(launch, number: nextNumber(), in: network)
            cells[cell.number] = cell
            watch(cell)
        } catch {
            report(launch.request, error)
        }
    }

    /// The builder of cells.
    var launcher: CellLauncher {
        CellLauncher(
            host: host,
            identities: identities,
            keeperFilter: keeperFilter,
            landlock: landlock,
            alteration: alteration
        )
    }

    /// The profile with a template that is up to date.
    ///
    /// The template is built again, and the disks are searched again, when something that the profile shows was replaced on the
    /// host, or when a link of it leads elsewhere.
    func current(_ loaded: LoadedProfile) throws(SetupError) -> LoadedProfile {
        if loaded.template.isCurrent { return loaded }
        let visible: [VisiblePath]
        do throws(WardenError) { visible = try ProfileDirectory.visible(of: loaded.profile) } catch {
            throw SetupError(.mounts, errno: .noEntry, subject: "\(error)")
        }
        let template = try workshop.build(visible)
        let disk: DiskPlan?
        do throws(WardenError) { disk = try ProfileDirectory.disk(of: loaded.profile, showing: visible) } catch {
            throw SetupError(.admit, errno: .noEntry, subject: "\(error)")
        }
        let renewed = LoadedProfile(loaded, visible: visible, disk: disk, template: template)
        let name = loaded.profile.name
        if profiles[name]?.digest == loaded.digest { profiles[name] = renewed }
        return renewed
    }

    /// Watches a cell's descriptors.
    func watch(_ cell: Cell) {
        do throws(SystemCallError) {
            try loop.watch(cell.socket.descriptor, token: EventToken.cell(cell.number, .status).rawValue)
            try loop.watch(cell.process.pidfd, token: EventToken.cell(cell.number, .process).rawValue)
            if let memory = cell.memory.take() {
                try loop.watch(memory, token: EventToken.cell(cell.number, .memory).rawValue)
                cell.memory = consume memory
            }
        } catch {
            cell.evidence.setupFailure = .init(stage: .clone, errno: error.errno.name, subject: "\(error.call)")
            perform(cell.lifecycle.mainEnded(), on: cell)
            // The loop will not announce the end of the cell, which was just killed.
            emptied(cell)
        }
    }
}
