import Glibc
import LinuxSystem
import MayflyCore
import Sandbox
import SandboxPlan
import WardenProtocol

/// A live cell: what it owns, where it is, what was seen of it.
///
/// Dropping it closes every descriptor.
final class Cell {
    let number: UInt32
    /// Of its cgroup and its file systems.
    let name: String
    /// Whose it is; `nil` as long as it was built ahead, and nobody has it.
    private(set) var assignment: CellAssignment?
    /// What it was built ahead as; `nil` when it was built for a session.
    let warmth: Warmth?
    let profile: LoadedProfile
    let identity: CellIdentity
    let group: ControlGroup
    let socket: MessageSocket
    /// Its pid 1.
    let child: Child
    /// Whether pid 1 was reaped: with it the kernel has ended every process of the cell.
    private(set) var isReaped = false
    /// When it was asked for.
    private(set) var received: Instant
    /// By what it was let through; `nil` for a canary.
    private(set) var clearance: Clearance?
    /// The inode of its network namespace.
    var network: UInt64 = 0
    /// Where collected artifacts go; `nil` for a canary.
    var artifacts: OwnedDescriptor?
    /// The scratch file system, for watching how full it is; `nil` until the root is built, and after the end.
    var scratch: OwnedDescriptor?
    /// `/outputs`, opened before the script started.
    var outputs: OwnedDescriptor?
    var collector: Collection?
    /// All that the warden was given to open of its file systems, its pipes and its files' bytes: looked for at the end.
    var descriptors = DescriptorNotes()
    /// Readable when the kernel is out of memory in the cell; `nil` where it ends the whole cell by itself.
    var memory: OwnedDescriptor?

    /// Whether everything was read back, in a cell that is built ahead.
    var isPrepared = false
    /// Whether its script waits for the daemon's word.
    var isHeld: Bool
    var lifecycle = CellLifecycle()
    var evidence: SessionEvidence
    /// What the filter refused, in the order of first sight, as pid 1 of the cell last counted.
    var refusedCalls: [RefusedCall] = []
    /// How many messages said so.
    var refusals = 0
    var usage = Usage()
    /// What it had used when it waited for a session: nobody's.
    var before = Usage()
    var times = StageTimes()
    var controls: ControlLines
    var built: Instant?
    var started: Instant?
    var lastSample: Instant?
    var ended: Instant?
    var destroying: Instant?
    var wallDeadline: Instant?
    var graceDeadline: Instant?
    /// When what was killed has had its time to go within its own share of the processor.
    var shareDeadline: Instant?
    /// When it is not waited for any longer that what was killed ends.
    var endDeadline: Instant?

    /// A collector at work.
    final class Collection {
        let child: Child
        let started: Instant

        init(_ child: Child, started: Instant) {
            self.child = child
            self.started = started
        }
    }

    init(
        _ draft: CellLauncher.Draft,
        socket: consuming MessageSocket,
        process: consuming ProcessHandle
    ) {
        self.number = draft.number
        self.name = draft.plan.name
        self.assignment = draft.purpose.launch.map {
            CellAssignment($0.request, draft.profile.template, plan: draft.plan.description)
        }
        self.warmth = draft.purpose.warmth(of: draft.plan)
        self.profile = draft.profile
        self.identity = draft.plan.identity
        self.group = draft.group
        self.socket = socket
        self.child = Child(process)
        self.received = draft.purpose.received
        self.clearance = draft.purpose.launch?.clearance
        self.isHeld = draft.purpose.launch?.isHeld ?? false
        self.controls = ControlLines(
            (draft.purpose.launch?.controls ?? []) + Self.controls(of: draft.purpose.launch, draft.cargo)
                + draft.group.controls(of: draft.plan.controlGroup)
        )
        self.evidence = SessionEvidence(
            limits: draft.purpose.launch?.request.limits ?? draft.profile.profile.limits,
            endingLimits: Self.endingLimits(of: draft.profile.profile),
            wall: .zero
        )
    }

    /// What `/work` began with, as the warden itself has hashed it.
    private static func controls(of launch: AdmittedLaunch?, _ cargo: CellCargo) -> [Control] {
        guard let launch, launch.request.workspace != .none else { return [] }
        return [Control("workspace", cargo.kept?.digest.description ?? "empty")]
    }

    /// Gives a cell that was built ahead to a session.
    ///
    /// - Parameters:
    ///   - start: What its main process becomes.
    ///   - controls: By what the session starts.
    func assign(_ launch: AdmittedLaunch, _ warmth: Warmth, _ start: StartPlan, _ controls: [Control]) {
        let plan = CellPlan.line(of: identity) + warmth.common + start.description
        assignment = CellAssignment(launch.request, profile.template, plan: plan)
        received = launch.received
        clearance = launch.clearance
        isHeld = launch.isHeld
        self.controls = ControlLines(launch.controls + self.controls.all + controls)
        evidence.limits = launch.request.limits
        (refusedCalls, refusals) = ([], 0)
        built = Instant.now
    }

    /// Its pid 1, to be looked at and signalled.
    var process: ProcessHandle { _read { yield child.process } }

    /// Of processor time that its cgroup has counted, what is not of before it had a session.
    func ownPart(of counted: Duration) -> Duration { max(.zero, counted - (before.cpuTotal ?? .zero)) }

    /// Processor time so far; `nil` where the kernel does not say.
    var cpuUsed: Duration? { group.cpuTotal.map(ownPart) }

    /// Reaps pid 1 if it has ended and is nobody else's to reap, as that of a tracer; waits for nothing.
    func reap() -> ProcessHandle.Exit? {
        guard !isReaped else { return nil }
        do throws(SystemCallError) {
            let exit = try process.wait(atMost: 0)
            isReaped = exit != nil
            return exit
        } catch { return nil }
    }

    /// What it is for; `nil` as long as it was built ahead, and nobody has it.
    var request: LaunchRequest? { assignment?.request }

    /// Whether it was built ahead, and waits for a session.
    var isUnassigned: Bool { assignment == nil }

    /// Of the session that has it; else of the cell itself, for people.
    var owner: String { request?.session.text ?? name }

    /// Whether it waits for a session, as long as it likes: nothing of it is due.
    var isResting: Bool { isUnassigned && warmth?.isReady == true && lifecycle.state == .building }

    private static func endingLimits(of profile: Profile) -> Set<LimitName> {
        let pids: Set<LimitName> = profile.onPIDsLimit == .end ? [.pids] : []
        let disk: Set<LimitName> = profile.onDiskLimit == .end ? [.disk, .inodes] : []
        return pids.union(disk)
    }

    /// When something has to be done next, if nothing happens before.
    var nextDeadline: Instant? {
        // Asked of every cell but those that rest, each time that anything happens: no list is made for it.
        var next = Instant.earlier(wallDeadline, graceDeadline)
        next = .earlier(next, shareDeadline)
        next = .earlier(next, endDeadline)
        next = .earlier(next, collectDeadline)
        next = .earlier(next, setUpDeadline)
        next = .earlier(next, holdDeadline)
        return .earlier(next, nextSample)
    }

    /// How long what was killed may take to go before it gets more than its share: most cells are empty much sooner.
    static let patienceWithDying: Duration = .milliseconds(10)

    /// Generous: the kernel frees a large cell's memory in less.
    ///
    /// It may hold a process for ever, where a file system does not answer.
    static let patienceWithEnd: Duration = .seconds(30)

    /// Generous: a machine may be busy, and a cell may have a hundredth of a processor.
    static let longestSetUp: Duration = .seconds(60)

    /// A moment that the cell has told, of those there can be: between its launch and now.
    func moment(_ told: Instant) -> Instant { min(max(told, received), .now) }

    /// When a cell that does not get built is given up.
    ///
    /// One that was built ahead may wait as long as it likes.
    var setUpDeadline: Instant? {
        guard lifecycle.state == .building, !isResting else { return nil }
        return received + Self.longestSetUp
    }

    /// How long a cell that is built waits for the daemon's word: records take milliseconds, on a busy disk a second.
    static let longestHold: Duration = .seconds(10)

    /// When a cell whose script nobody lets run is given up.
    var holdDeadline: Instant? {
        guard isHeld, lifecycle.state == .building, let built else { return nil }
        return built + Self.longestHold
    }

    /// When to look again for what the kernel counts without announcing it.
    var nextSample: Instant? {
        guard lifecycle.state == .running, let last = lastSample ?? started else { return nil }
        return last + SamplingPeriod.duration
    }

    /// When a collector that does not get on is given up.
    var collectDeadline: Instant? { collector.map { $0.started + .seconds(5) } }
}
