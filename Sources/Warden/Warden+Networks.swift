internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

/// Every cell needs a network namespace, and nothing else that has to be waited for: who finds none is parked.
extension Warden {
    /// How long a launch or a verifier waits; the kernel frees a batch of old ones within some tens of milliseconds.
    private static let patienceForNetworks = Duration.seconds(5)
    /// So long after one maker another is made, at the earliest.
    private static let makerPause = Duration.milliseconds(500)
    /// With so many children that were killed and do not end, no more makers are made.
    private static let mostUnended = 4

    /// How soon those that were taken are replaced: making and freeing one takes a processor from the daemon, which is about to
    /// answer, and whoever finds none before has some made at once.
    private static let replacementPause = Duration.milliseconds(5)

    static let noNetwork = SystemCallError("recv", on: "no network namespace became free in time", errno: .timedOut)

    /// Builds the cell of a launch, now or when there is a network namespace for it.
    func build(_ launch: AdmittedLaunch) {
        var launch = launch
        do throws(CellLauncher.Failure) {
            if CellLauncher.mayBeAhead(launch) {
                let cargo = try CellCargo(of: launch)
                launch.cargo = cargo
                if handOut(to: launch, cargo) { return }
            }
        } catch {
            return report(launch.request, error)
        }
        let mode = alteration?.network ?? launch.profile.profile.network
        let parked = ParkedLaunch(launch, mode: mode, deadline: Instant.now + Self.patienceForNetworks)
        // Who came first is served first.
        let isServed = !self.parked.contains { $0.mode == mode } && serve(parked)
        if !isServed { self.parked.append(parked) }
        watchNetworks()
    }

    /// Builds a parked launch if there is a network namespace.
    ///
    /// - Returns: Whether it need not wait any more, for whatever reason.
    private func serve(_ parked: ParkedLaunch) -> Bool {
        do throws(SetupError) {
            guard let network = try takeNew(parked.mode) else { return false }
            build(parked.launch, in: network)
        } catch {
            report(parked.launch.request, error)
        }
        return true
    }

    /// Takes a network namespace that nothing was in before.
    ///
    /// - Returns: `nil` when none is ready.
    func takeNew(_ mode: NetworkMode) throws(SetupError) -> OwnedDescriptor? {
        do throws(SystemCallError) {
            guard let network = try networks.take(mode) else { return nil }
            try checkIsNew(network)
            return network
        } catch {
            distrustMaker()
            throw SetupError(.namespaces, error)
        }
    }

    /// No living cell is in it: the maker is not believed.
    ///
    /// A number alone says little, as the kernel gives it again once a namespace is gone.
    private func checkIsNew(_ network: borrowing OwnedDescriptor) throws(SystemCallError) {
        let status = try network.status()
        for cell in cells.values where cell.network == status.inode {
            guard let theirs = try? FileStatus(following: "/proc/\(cell.process.pid)/ns/net") else { continue }
            guard theirs.identity != status.identity else {
                throw SystemCallError("recv", on: "a network that another cell has", errno: .busy)
            }
        }
    }

    /// The same for one that has waited: what let it through must hold still.
    private func serveAgain(_ parked: ParkedLaunch) -> Bool {
        do throws(LaunchRefusal) { try checkStillHolds(parked.launch.clearance) } catch {
            refuse(parked.launch.request, error)
            return true
        }
        return serve(parked)
    }

    /// Takes the network namespace of a verifier.
    ///
    /// - Returns: `nil` when there is none: the questions that are not asked yet wait for one.
    func takeNetworkForVerifier() throws(SystemCallError) -> OwnedDescriptor? {
        let taken: OwnedDescriptor?
        do throws(SystemCallError) { taken = try networks.take(.none) } catch {
            distrustMaker()
            throw error
        }
        let deadline: Instant? = taken == nil ? Instant.now + Self.patienceForNetworks : nil
        for waiting in verifications where waiting.run == nil {
            waiting.networkDeadline = deadline == nil ? nil : waiting.networkDeadline ?? deadline
        }
        watchNetworks()
        return taken
    }

    /// Has as many made as were taken, soon.
    func replaceNetworks() { networksDue = networksDue ?? Instant.now + Self.replacementPause }

    /// Has them made when it is time.
    func keepNetworks(_ now: Instant) {
        guard let due = networksDue, due <= now else { return }
        // A maker that is gone is noticed by itself.
        networksDue = networks.keepAllReady() ? nil : now + Self.replacementPause
    }

    /// A network namespace has come: whoever waits is served, in the order they came.
    func hearNetworks() {
        var rest: [ParkedLaunch] = []
        for launch in parked {
            let isBehind = rest.contains { $0.mode == launch.mode }
            if isBehind || !serveAgain(launch) { rest.append(launch) }
        }
        parked = rest
        startVerifiers()
        watchNetworks()
    }

    /// Hears of what comes as long as somebody waits for it, and no longer: what is ready announces itself all the time.
    private func watchNetworks() {
        var wanted = Set(parked.map(\.mode))
        if verifications.contains(where: { $0.networkDeadline != nil }) { wanted.insert(.none) }
        guard networks.hasMaker, wanted != watchedNetworks else { return }
        for mode in watchedNetworks.subtracting(wanted) { networks.ignore(mode, by: loop) }
        do throws(SystemCallError) {
            for mode in wanted.subtracting(watchedNetworks) {
                try networks.watch(mode, by: loop, token: EventToken.networks.rawValue)
            }
            watchedNetworks = wanted
        } catch {
            distrustMaker()
        }
    }

    /// Takes parked launches out of the line.
    func takeParked(_ isMeant: (AdmittedLaunch) -> Bool) -> [AdmittedLaunch] {
        let taken = parked.map(\.launch).filter(isMeant)
        parked.removeAll { isMeant($0.launch) }
        watchNetworks()
        return taken
    }

    /// Ends those that have waited too long.
    func endOverdueParked(_ now: Instant) {
        let overdue = parked.filter { $0.deadline <= now }
        guard !overdue.isEmpty else { return }
        parked.removeAll { $0.deadline <= now }
        for one in overdue { report(one.launch.request, SetupError(.namespaces, Self.noNetwork)) }
        distrustMaker()
    }

    // MARK: - The maker

    /// Hears of the end of the maker.
    func watchMaker() throws(SystemCallError) {
        try networks.watchMaker(by: loop, token: EventToken.maker.rawValue)
    }

    /// The maker has ended: another one is made, soon but not at once, and launches wait meanwhile.
    func hearMaker() { dropMaker("has ended") }

    /// What the maker sent was not what was ordered, or nothing came: it is ended.
    ///
    /// If it was the kernel that had none, nothing is lost: what it made still counts for the next one.
    func distrustMaker() { dropMaker("did not do what it was told") }

    private func dropMaker(_ why: String) {
        guard networks.hasMaker || makerDue == nil else { return }
        networks.dropMaker(from: loop)
        watchedNetworks = []
        makerDue = Instant.now + Self.makerPause
        StandardError.write("mayfly-warden: the maker of network namespaces \(why); another one is made")
    }

    /// Makes another maker, once it is time.
    func renewMaker(_ now: Instant) {
        guard let due = makerDue, due <= now else { return }
        guard reaper.count < Self.mostUnended else { return makerDue = now + Self.makerPause }
        makerDue = nil
        do throws(SystemCallError) {
            try networks.replaceMaker()
            try watchMaker()
            hearNetworks()
        } catch {
            StandardError.write("mayfly-warden: no maker of network namespaces: \(error)")
            hearMaker()
        }
    }
}
