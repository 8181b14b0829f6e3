internal import CLinux
package import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

/// The privileged half of Mayfly: one thread and one event loop, which own everything here.
package final class Warden {
    let options: WardenOptions
    let loop: EventLoop
    let daemon: MessageSocket
    let host: ControlGroupHost
    let identities: IdentityPool
    let networks: NetworkSupply
    let reaper = Reaper()
    let mounts: HostMounts
    /// What an earlier warden left and this one could not remove at its start, for the daemon.
    let leftovers: [String]
    let keeperFilter: SeccompProgram
    let collectorFilter: SeccompProgram
    let landlock: Int32
    let alteration: CellAlteration?
    /// Where templates are built, with the namespaces that the warden returns to after cloning a cell.
    let workshop: TemplateWorkshop
    let trust: TrustStore
    let verifier: VerifierProgram
    let revocations: RevocationFile
    let interpreters = Interpreters()
    /// Held for the warden's whole life, so that an earlier warden is gone before cells of the same names are built.
    private let lock: OwnedDescriptor

    var profiles: [ProfileName: LoadedProfile] = [:]
    var cells: [UInt32: Cell] = [:]
    /// Unanswered questions to the verifier, oldest first.
    var verifications: [Verification] = []
    /// Launches that wait for a network namespace, oldest first.
    var parked: [ParkedLaunch] = []
    /// The kinds of network namespaces whose arrival the loop announces.
    var watchedNetworks: Set<NetworkMode> = []
    /// When replacements for taken network namespaces are ordered; `nil` when none are due.
    var networksDue: Instant?
    /// When another maker of network namespaces is made; `nil` while there is one.
    var makerDue: Instant?
    var permits = PermitCache()
    /// When the pools of cells that are built ahead are examined next; `nil` when nothing is due.
    var tendDue: Instant?
    /// Since when refilling the pools has been postponed because sessions are being served; `nil` when it is not.
    var heldBack: Instant?
    /// When the last launch came.
    var lastLaunch = Instant(nanoseconds: 0)
    /// When waiting cells were last checked against the host for being out of date.
    var hostAsked = Instant(nanoseconds: 0)
    var hostMemory = HostMemory()
    /// How long the pools rest whose cells have failed.
    var rests: [PoolName: PoolRest] = [:]
    /// The digest of the trust files that the daemon was told last.
    var announcedTrust: Digest?
    /// Cells of which something could not be removed at once, with the time of the last try.
    var lingering: [(cell: Cell, deadline: Instant)] = []
    /// Reported cells whose pid 1 could not be reaped; now and then the warden tries again.
    var unended: [Cell] = []
    /// Frames for the daemon that have not been sent yet.
    ///
    /// Bounded: once ``isBackedUp`` holds, the daemon is read no further, and only live sessions can add frames.
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
        // Opened after the workshop has re-entered the warden's mount namespace, which sets the root below which mountinfo lists mounts.
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

    /// Waits until an earlier warden of the same instance has finished cleaning up.
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

    /// Reads the profile directory; on any error the profiles in force stay in force.
    func loadProfiles() throws(WardenError) {
        var read: [ProfileName: LoadedProfile] = [:]
        for loaded in try ProfileDirectory(options, identities, workshop).load() { read[loaded.profile.name] = loaded }
        try adopt(read)
        tend(within: .zero)
        // An error is no failure here: the maker has ended then, and the next one gets these orders again. `.none` is for verifiers.
        for mode in Set(read.values.map(\.profile.network) + [.none]) { try? networks.keepReady(mode) }
        // Gives back the memory that reading took: every process of a cell begins with a copy of the heap.
        _ = malloc_trim(0)
    }

    /// Puts profiles in force, unless their description does not fit a message to the daemon.
    private func adopt(_ read: [ProfileName: LoadedProfile]) throws(WardenError) {
        let before = profiles
        profiles = read
        guard let objection = currentDescription.objection else { return }
        profiles = before
        throw WardenError.profiles(objection)
    }

    /// A number that this warden has not used for a cell or a question before.
    func nextNumber() -> UInt32 {
        lastNumber &+= 1
        return lastNumber
    }

    /// Serves the daemon until it is gone, then ends every session and removes what is left.
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

    /// How long the loop may wait for events, in milliseconds; -1 when nothing is due.
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

    /// Sends a message now, or as soon as the daemon has read the earlier ones.
    func tell(_ message: WardenMessage) {
        outbox.append(message.bounded.frame)
        flush()
    }

    /// Whether the daemon does not read its messages.
    ///
    /// While this holds, the warden does not read the daemon's orders either, so that they cannot add more to ``outbox``.
    var isBackedUp: Bool { outbox.count >= 512 }

    /// Sends waiting frames, oldest first, until the socket is full.
    func flush() {
        while let frame = outbox.first {
            do throws(SystemCallError) { try daemon.send(frame) } catch { return }
            outbox.removeFirst()
        }
    }
}
