internal import CLinux
package import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

/// The privileged half of Mayfly: one thread, one loop, everything it owns in here.
package final class Warden {
    let options: WardenOptions
    let loop: EventLoop
    let daemon: MessageSocket
    let host: ControlGroupHost
    let identities: IdentityPool
    let networks: NetworkSupply
    let reaper = Reaper()
    let mounts: HostMounts
    /// What an earlier warden left and this one could not remove when it began, as the daemon is told.
    let leftovers: [String]
    let keeperFilter: SeccompProgram
    let collectorFilter: SeccompProgram
    let landlock: Int32
    let alteration: CellAlteration?
    /// Where templates are built, and where the warden comes back to from them.
    let workshop: TemplateWorkshop
    let trust: TrustStore
    let verifier: VerifierProgram
    let revocations: RevocationFile
    let interpreters = Interpreters()
    /// Held for as long as the warden lives: the one before must be gone before cells are built under the same names.
    private let lock: OwnedDescriptor

    var profiles: [ProfileName: LoadedProfile] = [:]
    var cells: [UInt32: Cell] = [:]
    /// Questions to the verifier that are not answered yet, oldest first.
    var verifications: [Verification] = []
    /// Launches that wait for a network namespace, oldest first.
    var parked: [ParkedLaunch] = []
    /// The kinds of network namespaces whose coming is heard of.
    var watchedNetworks: Set<NetworkMode> = []
    /// When network namespaces are made for those that were taken; `nil` when none was.
    var networksDue: Instant?
    /// When another maker of network namespaces is made; `nil` while there is one.
    var makerDue: Instant?
    var permits = PermitCache()
    /// When the cells that are built ahead are looked after next; `nil` when nothing is due.
    var tendDue: Instant?
    /// Since when what is missing of them is not built, for the sake of sessions; `nil` when nothing is.
    var heldBack: Instant?
    /// When a session came last.
    var lastLaunch = Instant(nanoseconds: 0)
    /// When it was last looked whether they are still what would be built.
    var hostAsked = Instant(nanoseconds: 0)
    var hostMemory = HostMemory()
    /// The pools whose cells have failed.
    var rests: [PoolName: PoolRest] = [:]
    /// The trust that the daemon was told of last.
    var announcedTrust: Digest?
    /// Cells whose processes are gone and whose cgroup would not be removed yet, with the time to give up.
    var lingering: [(cell: Cell, deadline: Instant)] = []
    /// Cells that were reported, and whose pid 1 could not be reaped: its end is looked for now and then.
    var unended: [Cell] = []
    /// Frames for the daemon that have not been sent yet.
    ///
    /// Bounded: see ``isBackedUp``, to which only the sessions that live already can add.
    private var outbox: [[UInt8]] = []
    private var lastNumber: UInt32 = 0

    /// Prepares everything that sessions need, and sweeps what an earlier warden may have left under the same names.
    package init(
        options: WardenOptions,
        daemon: consuming OwnedDescriptor,
        alteration: CellAlteration? = nil
    ) throws(WardenError) {
        self.options = options
        self.alteration = alteration
        self.daemon = MessageSocket(daemon)
        self.lock = try Self.takeLock(options)
        self.loop = try system { () throws(SystemCallError) in try EventLoop() }
        self.host = try Self.openHost(options)
        let swept = Sweep.run(self.host)
        self.identities = try IdentityPool.open()
        self.keeperFilter = try system { () throws(SystemCallError) in try SeccompProgram(.keeper) }
        self.collectorFilter = try system { () throws(SystemCallError) in try SeccompProgram(.collector) }
        self.landlock = Landlock.abi
        self.trust = TrustStore(directory: options.trustDirectory, ownDirectory: options.ownDirectory)
        self.verifier = try VerifierProgram(options.verifier)
        self.revocations = try RevocationFile.open(in: options.ownDirectory)
        _ = try trust.current()
        let root = "\(options.runDirectory)/cell-root"
        self.workshop = try TemplateWorkshop(directory: root, alteration: alteration, reaper: reaper)
        // After the workshop has been away and back: the root is then the one that it stays at.
        self.mounts = try system { () throws(SystemCallError) in try HostMounts() }
        self.leftovers = Sweep.conclude(swept, self.mounts)
        self.networks = try Self.makeNetworks(identities, reaper)
        Rehearsal.perform()
        try loadProfiles()
    }

    private static func openHost(_ options: WardenOptions) throws(WardenError) -> ControlGroupHost {
        do throws(ControlGroupError) {
            return try ControlGroupHost.open(
                name: InstanceName.name(forState: options.stateDirectory),
                override: options.cgroup
            )
        } catch {
            throw WardenError.controlGroups(error)
        }
    }

    private static func makeNetworks(_ identities: IdentityPool, _ reaper: Reaper) throws(WardenError) -> NetworkSupply
    {
        let filter = try system { () throws(SystemCallError) in try SeccompProgram(.networkMaker) }
        do throws(SystemCallError) { return try NetworkSupply(as: identities.maker, filter, reaper: reaper) } catch {
            throw error.errno == .noSystemCall ? WardenError.system(error) : WardenError.namespaces(error)
        }
    }

    /// Waits for an earlier warden of the same instance to finish its own tidying up.
    private static func takeLock(_ options: WardenOptions) throws(WardenError) -> OwnedDescriptor {
        let path = "\(options.runDirectory)/warden.lock"
        let lock = try system { () throws(SystemCallError) in try OwnedDescriptor.open(path, .lock) }
        let deadline = Instant.now + .seconds(10)
        while try !system({ () throws(SystemCallError) in try lock.tryLock(on: path) }) {
            guard Instant.now < deadline else {
                throw WardenError.untrusted(path: path, why: "is held by another warden that does not end")
            }
            Pause.milliseconds(10)
        }
        return lock
    }

    /// Reads the profile directory; on any error the profiles in force stay.
    func loadProfiles() throws(WardenError) {
        var read: [ProfileName: LoadedProfile] = [:]
        for loaded in try ProfileDirectory(options, identities, workshop).load() { read[loaded.profile.name] = loaded }
        try adopt(read)
        tend(within: .zero)
        // A maker that has ended is replaced, and told then. Verifiers are in plain ones.
        for mode in Set(read.values.map(\.profile.network) + [.none]) { try? networks.keepReady(mode) }
        // What reading took is not wanted any more; every process of a cell would begin with it.
        _ = malloc_trim(0)
    }

    /// Puts profiles in force, if the daemon can be told of them.
    private func adopt(_ read: [ProfileName: LoadedProfile]) throws(WardenError) {
        let before = profiles
        profiles = read
        guard let objection = currentDescription.objection else { return }
        profiles = before
        throw WardenError.profiles(objection)
    }

    /// A number that no cell of this warden has had.
    func nextNumber() -> UInt32 {
        lastNumber &+= 1
        return lastNumber
    }

    /// Works until the daemon is gone; then ends every session and removes what is left of them.
    package func run() throws(WardenError) {
        try system { () throws(SystemCallError) in
            try loop.watch(daemon.descriptor, token: EventToken.daemon.rawValue)
            try watchMaker()
        }
        announce()
        while true {
            let tokens = try system { () throws(SystemCallError) in try loop.wait(milliseconds: patience) }
            for case let token? in tokens.map(EventToken.init(rawValue:)) {
                switch token {
                case .daemon:
                    guard hearDaemon() else { return abandon() }
                case .cell(let number, let source): hearCell(number, source)
                case .verifier(let number): hearVerifier(number)
                case .networks: hearNetworks()
                case .maker: hearMaker()
                }
            }
            keepTime()
            flush()
        }
    }

    /// How long nothing has to happen: until the next deadline of any cell.
    private var patience: CInt {
        let most: Int64 =
            lingering.isEmpty && outbox.isEmpty ? (reaper.count == 0 && unended.isEmpty ? .max : 1_000) : 2
        guard let next = nextDeadline else { return most == .max ? -1 : CInt(clamping: most) }
        let rest = next.nanoseconds - Instant.now.nanoseconds
        return CInt(clamping: min(most, max(0, (rest + 999_999) / 1_000_000)))
    }

    private var nextDeadline: Instant? {
        var next = Instant.earlier(Instant.earlier(makerDue, tendDue), networksDue)
        for cell in cells.values where !cell.isResting { next = .earlier(next, cell.nextDeadline) }
        for launch in parked { next = .earlier(next, launch.deadline) }
        for verification in verifications {
            next = .earlier(next, verification.run?.deadline ?? verification.networkDeadline)
        }
        return next
    }

    /// Sends a message, now or as soon as the daemon has read what came before it.
    func tell(_ message: WardenMessage) {
        outbox.append(message.bounded.frame)
        flush()
    }

    /// Whether the daemon does not read what it is told.
    ///
    /// It is not read either, then, so that no more has to be kept for it.
    var isBackedUp: Bool { outbox.count >= 512 }

    /// Sends what waits, oldest first, until the socket is full.
    func flush() {
        while let frame = outbox.first {
            do throws(SystemCallError) { try daemon.send(frame) } catch { return }
            outbox.removeFirst()
        }
    }
}
