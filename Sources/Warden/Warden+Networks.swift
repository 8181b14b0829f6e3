internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

/// Network namespaces, the only thing that a cell may have to wait for: a launch that finds none is parked.
extension Warden {
    /// How long a launch or a verifier waits; the kernel frees a batch of old namespaces within some tens of milliseconds.
    private static let patienceForNetworks = Duration.seconds(5)
    /// How long after the end of a maker the next one is made, at the earliest.
    private static let makerPause = Duration.milliseconds(500)
    /// No maker is made while so many killed children have not ended.
    private static let mostUnended = 4

    /// How soon taken namespaces are replaced.
    ///
    /// Making and freeing one takes a processor from the daemon, which is about to answer. A launch that finds none meanwhile has some
    /// made at once.
    private static let replacementPause = Duration.milliseconds(5)

    static let noNetwork = SystemCallError("recv", on: "no network namespace became free in time", errno: .timedOut)

    /// Builds the cell of a launch at once, or when there is a network namespace for it.
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
        // Launches that are parked already come first.
        let isServed = !self.parked.contains { $0.mode == mode } && serve(parked)
        if !isServed { self.parked.append(parked) }
        watchNetworks()
    }

    /// Builds the cell of a launch if there is a network namespace.
    ///
    /// - Returns: Whether the launch has stopped waiting, successfully or not.
    private func serve(_ parked: ParkedLaunch) -> Bool {
        do throws(SetupError) {
            guard let network = try takeNew(parked.mode) else { return false }
            build(parked.launch, in: network)
        } catch {
            report(parked.launch.request, error)
        }
        return true
    }

    /// Takes an unused network namespace.
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

    /// Checks that no living cell is in a namespace, since the maker is not believed.
    ///
    /// An equal inode number alone proves nothing: the kernel gives it out again once a namespace is gone.
    private func checkIsNew(_ network: borrowing OwnedDescriptor) throws(SystemCallError) {
        let status = try network.status()
        for cell in cells.values where cell.network == status.inode {
            guard let theirs = try? FileStatus(following: "/proc/\(cell.process.pid)/ns/net") else { continue }
            guard theirs.identity != status.identity else {
                throw SystemCallError("recv", on: "a network that another cell has", errno: .busy)
            }
        }
    }

    /// Serves a launch that has waited, if the decision that let it through still holds.
    private func serveAgain(_ parked: ParkedLaunch) -> Bool {
        do throws(LaunchRefusal) { try checkStillHolds(parked.launch.clearance) } catch {
            refuse(parked.launch.request, error)
            return true
        }
        return serve(parked)
    }

    /// Takes a network namespace for a verifier.
    ///
    /// - Returns: `nil` when there is none; then all verifiers that are not started wait for one.
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

    /// Plans to replace the namespaces that were taken.
    func replaceNetworks() { networksDue = networksDue ?? Instant.now + Self.replacementPause }

    /// Orders the replacements when they are due.
    func keepNetworks(_ now: Instant) {
        guard let due = networksDue, due <= now else { return }
        // Nothing is due while there is no maker, since the next one gets the orders when it is made.
        networksDue = networks.keepAllReady() ? nil : now + Self.replacementPause
    }

    /// Serves parked launches in the order in which they came, after a network namespace has arrived.
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

    /// Watches exactly the kinds that somebody waits for: a kind with unused namespaces is readable all the time.
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

    /// Removes parked launches from the queue and returns them.
    func takeParked(_ isMeant: (AdmittedLaunch) -> Bool) -> [AdmittedLaunch] {
        let taken = parked.map(\.launch).filter(isMeant)
        parked.removeAll { isMeant($0.launch) }
        watchNetworks()
        return taken
    }

    /// Ends the launches that have waited too long.
    func endOverdueParked(_ now: Instant) {
        let overdue = parked.filter { $0.deadline <= now }
        guard !overdue.isEmpty else { return }
        parked.removeAll { $0.deadline <= now }
        for one in overdue { report(one.launch.request, SetupError(.namespaces, Self.noNetwork)) }
        distrustMaker()
    }

    // MARK: - The maker

    /// Watches for the end of the maker.
    func watchMaker() throws(SystemCallError) {
        try networks.watchMaker(by: loop, token: EventToken.maker.rawValue)
    }

    /// The maker has ended: another one is made after a pause, and launches wait meanwhile.
    func hearMaker() { dropMaker("has ended") }

    /// Ends the maker because it sent something wrong, or nothing in time.
    ///
    /// If the kernel had no namespace to give, this evades no bound: the old maker's namespaces count for the next one too.
    func distrustMaker() { dropMaker("did not do what it was told") }

    private func dropMaker(_ why: String) {
        guard networks.hasMaker || makerDue == nil else { return }
        networks.dropMaker(from: loop)
        watchedNetworks = []
        makerDue = Instant.now + Self.makerPause
        StandardError.write("mayfly-warden: the maker of network namespaces \(why); another one is made")
    }

    /// Makes another maker when it is due.
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
