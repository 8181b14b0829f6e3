internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

/// Cells that are built ahead: each is handed to one session, or ended when it is out of date.
extension Warden {
    /// How soon the pools are examined again: while sessions come, and when there are none.
    private static let (soon, later) = (WarmRule.patience, Duration.seconds(1))

    /// How long an interpreter waits at most, since files that it has loaded may be replaced on the host without being noticed.
    private static let longestWait = Duration.seconds(600)

    /// Hands a cell that was built ahead to a launch, if one fits.
    ///
    /// - Returns: Whether the launch has a cell.
    func handOut(to launch: AdmittedLaunch, _ cargo: CellCargo) -> Bool {
        guard let wish = launcher.wish(of: launch, cargo) else { return false }
        defer { tend(within: Self.soon) }
        for kind in wish.kinds where !isResting(PoolName(launch.profile.profile.name, kind), .now) {
            while let cell = readyCell(kind, for: launch, wish.shape) {
                do throws(SetupError) {
                    return try launcher.hand(cell, to: launch, cargo, wish.start)
                } catch {
                    // Any other error is for lack of something on the host, which another cell would lack as well.
                    guard [.brokenPipe, .connectionReset].contains(error.errno) else { return false }
                    fail(cell, error.stage, errno: error.errno, error.subject)
                }
            }
        }
        return false
    }

    /// The oldest living cell that a launch may get.
    private func readyCell(_ kind: WarmKind, for launch: AdmittedLaunch, _ shape: CellShape?) -> Cell? {
        let fitting = unassigned.filter { cell in
            guard let warmth = cell.warmth, warmth.isReady, warmth.kind == kind,
                shape == nil || warmth.shape == shape
            else { return false }
            return cell.profile.template === launch.profile.template && cell.profile.digest == launch.profile.digest
                && warmth.trust == launch.clearance?.key.trust
                && (kind == .cell || warmth.closure == launch.clearance?.closure)
        }
        for cell in fitting.sorted(by: { $0.number < $1.number }) {
            // Its messages and its end may not have been handled yet.
            hearStatus(of: cell, atMost: 32)
            if cell.lifecycle.state == .building, !cell.process.hasEnded { return cell }
        }
        return nil
    }

    /// The cells that no session has and that are not being ended.
    private var unassigned: [Cell] {
        cells.values.filter { $0.isUnassigned && $0.lifecycle.state == .building }
    }

    /// The main process of a cell waits, so that the cell may be handed out.
    func becameReady(_ cell: Cell) {
        guard let warmth = cell.warmth, cell.isUnassigned, cell.isPrepared, !warmth.isReady else {
            return fail(cell, .report, errno: .invalidArgument, "waits before it was prepared, or twice")
        }
        cell.group.measure(&cell.before)
        observe(cell, cell.before)
        guard cell.evidence.oomKills == 0, cell.evidence.pidsRefused == 0 else {
            return fail(cell, .limits, errno: .noSpace, "what starts in it reached a limit before any session came")
        }
        warmth.isReady = true
        tend(within: .zero)
    }

    /// Attends to the pool of a cell that ended without a session: unless the warden ended it, the pool rests for a while.
    func noticeUnused(_ cell: Cell) {
        tend(within: .zero)
        if case .shutdown = cell.lifecycle.cause { return }
        guard let warmth = cell.warmth else { return }
        rest(PoolName(cell.profile.profile.name, warmth.kind), because: VerdictRule.decide(cell.evidence).evidence)
    }

    /// Attends to the pool of a cell that a session had: if handing it over failed, the pool rests for a while.
    func noticeUsed(_ cell: Cell) {
        guard let pool = PoolName(of: cell) else { return }
        guard cell.evidence.setupFailure?.stage == .descriptors else { return rests[pool] = nil }
        rest(pool, because: VerdictRule.decide(cell.evidence).evidence)
    }

    private func isResting(_ pool: PoolName, _ now: Instant) -> Bool { rests[pool].map { now < $0.end } ?? false }

    private func rest(_ pool: PoolName, because why: String) {
        var rest = rests[pool] ?? PoolRest()
        rest.fail(at: .now)
        rests[pool] = rest
        StandardError.write("mayfly-warden: no cell is built ahead for \(pool) for a while: \(why.excerpt(300))")
    }

    // MARK: - Tending

    /// Has the pools examined again, after this time at the latest.
    func tend(within time: Duration) {
        let due = Instant.now + time
        tendDue = tendDue.map { min($0, due) } ?? due
    }

    /// Ends cells that are out of date, and takes one step to fill the pools, if it is time.
    func tendPools(_ now: Instant) {
        guard let due = tendDue, due <= now else { return }
        tendDue = nil
        let names = poolNames
        let old = outdated(unassigned, names, now)
        for cell in old { discard(cell) }
        let waiting = unassigned
        guard !names.isEmpty || !waiting.isEmpty else { return heldBack = nil }
        // Launches that wait for a network namespace come first: the pools take none, and as many waiting cells give theirs back.
        guard parked.isEmpty else {
            heldBack = nil
            for cell in waiting.sorted(by: { $0.number < $1.number }).prefix(parked.count) { discard(cell) }
            return tend(within: Self.soon)
        }
        let situation = situation(waiting, now)
        let step = WarmRule.next(names.map { pool(of: $0, waiting, now) }, situation, most: NetworkSupply.mostCells)
        heldBack = step == .wait ? heldBack ?? now : nil
        switch step {
        case .build(let index):
            let sibling = waiting.first { $0.isFor(names[index]) }?.warmth
            tend(within: buildAhead(names[index], like: sibling) ? .zero : Self.soon)
        case .discard(let index):
            if let cell = waiting.first(where: { $0.isFor(names[index]) }) { discard(cell) }
            tend(within: Self.soon)
        case .wait: tend(within: Self.soon)
        case nil: tend(within: situation.demand == .none ? Self.later : Self.soon)
        }
    }

    /// Fills the pool of a reported session's cell in the gap before the next session.
    func tendBetweenSessions(_ cell: Cell) {
        let isShort = PoolName(of: cell).map { pool(of: $0, unassigned, .now).isShort } ?? false
        if isShort || heldBack != nil { tend(within: .zero) }
    }

    private func situation(_ waiting: [Cell], _ now: Instant) -> WarmRule.Situation {
        WarmRule.Situation(
            cells: cells.count,
            building: waiting.count { $0.warmth?.isReady == false },
            demand: WarmRule.demand(
                isServing: isServing(now),
                sinceLaunch: now - lastLaunch,
                heldBack: heldBack.map { now - $0 }
            ),
            freeMemory: hostMemory.freePart(now)
        )
    }

    private var poolNames: [PoolName] {
        profiles.values.filter { $0.profile.warm != nil }.sorted { $0.profile.name < $1.profile.name }.flatMap {
            loaded in
            WarmKind.allCases.filter { loaded.warms($0) }.map { PoolName(loaded.profile.name, $0) }
        }
    }

    private func pool(of name: PoolName, _ waiting: [Cell], _ now: Instant) -> WarmRule.Pool {
        let target = profiles[name.profile]?.profile.warm.map { name.kind.target(in: $0) } ?? 0
        return WarmRule.Pool(
            target: target,
            count: waiting.count { $0.isFor(name) },
            isResting: isResting(name, now)
        )
    }

    /// Whether a session is being prepared or ended, or came so recently that it may end soon.
    private func isServing(_ now: Instant) -> Bool {
        !parked.isEmpty || !verifications.isEmpty || lingering.contains { isServed($0.cell, now) }
            || cells.values.contains { isServed($0, now) }
    }

    /// Whether a cell's session is being prepared or ended; not if it takes unusually long to end or waits for the daemon.
    private func isServed(_ cell: Cell, _ now: Instant) -> Bool {
        guard !cell.isUnassigned else { return false }
        let isBuilding = cell.lifecycle.state == .building && !(cell.isHeld && cell.built != nil)
        let isEnding = cell.ended.map { now < $0 + Self.soon } ?? false
        return isBuilding || isEnding || now < cell.received + Self.soon
    }

    /// The waiting cells that differ from what would be built now.
    ///
    /// The host is asked at most once a second; while sessions are served, every two seconds. In between nothing outdated is used, as a
    /// cell that is handed out is compared with what its launch has found.
    private func outdated(_ waiting: [Cell], _ names: [PoolName], _ now: Instant) -> [Cell] {
        let since = now - hostAsked
        guard since >= Self.later && (since >= Self.later + Self.later || !isServing(now)) else {
            return waiting.filter { isOutdated($0, now) }
        }
        hostAsked = now
        let trust = try? trust.current().digest
        var closures: [PoolName: RuntimeClosure?] = [:]
        for name in names {
            guard let loaded = profiles[name.profile], loaded.template.isCurrent else { continue }
            closures[name] = .some(closure(of: name.kind, in: loaded))
        }
        return waiting.filter { cell in
            guard !isOutdated(cell, now), let warmth = cell.warmth,
                let closure = PoolName(of: cell).flatMap({ closures[$0] })
            else { return true }
            return warmth.trust != trust || warmth.closure != closure
        }
    }

    /// Whether the profile of a cell has changed, or the cell has waited too long; the host is not asked.
    private func isOutdated(_ cell: Cell, _ now: Instant) -> Bool {
        guard let warmth = cell.warmth, let loaded = profiles[cell.profile.profile.name], loaded.warms(warmth.kind)
        else { return true }
        let isOld = warmth.kind.runtime != nil && now >= warmth.made + Self.longestWait
        return isOld || loaded.digest != cell.profile.digest || loaded.template !== cell.profile.template
    }

    private func closure(of kind: WarmKind, in profile: LoadedProfile) -> RuntimeClosure? {
        kind.runtime.flatMap { interpreters.closure(of: $0, in: profile) }
    }

    private func discard(_ cell: Cell) {
        // The free memory is read again, so that the next cell is not discarded for what this one still held.
        hostMemory = HostMemory()
        perform(cell.lifecycle.end(.shutdown, immediately: true), on: cell)
    }

    /// Builds one cell for a pool.
    ///
    /// - Returns: Whether a cell is being built; if not, there is no network namespace, or building failed.
    private func buildAhead(_ name: PoolName, like sibling: Warmth?) -> Bool {
        guard let loaded = profiles[name.profile] else { return false }
        do throws(SetupError) {
            let profile = try current(loaded)
            let mode = alteration?.network ?? profile.profile.network
            let closure = closure(of: name.kind, in: profile)
            guard name.kind == .cell || closure != nil else {
                throw SetupError(.execute, errno: .noEntry, subject: "no interpreter of this profile can be read")
            }
            guard let network = try takeNew(mode) else { return false }
            let cell = try launcher.buildAhead(
                name.kind,
                under: profile,
                trust: try? trust.current().digest,
                closure: closure,
                like: sibling,
                number: nextNumber(),
                in: network
            )
            cells[cell.number] = cell
            watch(cell)
            replaceNetworks()
            return true
        } catch {
            rest(name, because: "\(error.stage.name): \(error.subject): \(error.errno.name)")
            return false
        }
    }
}
