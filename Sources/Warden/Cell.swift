import Glibc
import LinuxSystem
import MayflyCore
import Sandbox
import SandboxPlan
import WardenProtocol

/// A live cell: what it owns, its state, and what was observed of it.
///
/// Dropping it closes every descriptor.
final class Cell {
    let number: UInt32
    /// The name of its cgroup, which the sources of its file systems carry too.
    let name: String
    /// The session that the cell belongs to; `nil` while it was built ahead and is not handed out.
    private(set) var assignment: CellAssignment?
    /// What the cell was built ahead as; `nil` when it was built for a session.
    let warmth: Warmth?
    let profile: LoadedProfile
    let identity: CellIdentity
    let group: ControlGroup
    let socket: MessageSocket
    /// Pid 1 of the cell.
    let child: Child
    /// Whether pid 1 was reaped, which means that the kernel has ended every process of its pid namespace.
    private(set) var isReaped = false
    /// When the session was requested, or the building ahead began.
    private(set) var received: Instant
    /// The decision that let the session's launch through; `nil` for a canary and without a session.
    private(set) var clearance: Clearance?
    /// The inode of its network namespace.
    var network: UInt64 = 0
    /// The pipe to which the collector writes artifacts; `nil` for a canary.
    var artifacts: OwnedDescriptor?
    /// A descriptor of the scratch file system, to watch how full it is; `nil` until the root is built, and after the end.
    var scratch: OwnedDescriptor?
    /// `/outputs`, opened before the script started, so that the script cannot replace it.
    var outputs: OwnedDescriptor?
    var collector: Collection?
    /// The descriptors by which the warden holds the cell's file systems, pipes and file contents: all must be closed at the end.
    var descriptors = DescriptorNotes()
    /// Readable when the kernel runs out of memory in the cell; `nil` where the kernel itself ends the whole cell then.
    var memory: OwnedDescriptor?

    /// Whether a cell that is built ahead has reported that all controls are in force.
    var isPrepared = false
    /// Whether its script waits for the daemon's order to start.
    var isHeld: Bool
    var lifecycle = CellLifecycle()
    var evidence: SessionEvidence
    /// The calls that the filter refused, in the order in which they first occurred, as last counted by pid 1.
    var refusedCalls: [RefusedCall] = []
    /// How many messages about refused calls pid 1 has sent.
    var refusals = 0
    var usage = Usage()
    /// What the cell had used before it had a session, which no session is charged for.
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
    /// When killed processes that are still there are freed from the cell's processor limit, so that they can end sooner.
    var shareDeadline: Instant?
    /// When the warden stops waiting for the end of killed processes.
    var endDeadline: Instant?

    /// A collector that is running.
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

    /// The digest of what `/work` began with, computed by the warden itself.
    private static func controls(of launch: AdmittedLaunch?, _ cargo: CellCargo) -> [Control] {
        guard let launch, launch.request.workspace != .none else { return [] }
        return [Control("workspace", cargo.kept?.digest.description ?? "empty")]
    }

    /// Gives a cell that was built ahead to a session.
    ///
    /// - Parameters:
    ///   - start: What its main process becomes.
    ///   - controls: How the cell was built ahead, for the session's record.
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

    /// Pid 1, for inspection and signals.
    var process: ProcessHandle { _read { yield child.process } }

    /// The part of the cgroup's processor time that the session is charged for: without what was used before it came.
    func ownPart(of counted: Duration) -> Duration { max(.zero, counted - (before.cpuTotal ?? .zero)) }

    /// Processor time so far; `nil` where the kernel does not say.
    var cpuUsed: Duration? { group.cpuTotal.map(ownPart) }

    /// Reaps pid 1 without waiting, if it has ended and no tracer has to reap it first.
    func reap() -> ProcessHandle.Exit? {
        guard !isReaped else { return nil }
        do throws(SystemCallError) {
            let exit = try process.wait(atMost: 0)
            isReaped = exit != nil
            return exit
        } catch { return nil }
    }

    /// The session's request; `nil` while the cell was built ahead and is not handed out.
    var request: LaunchRequest? { assignment?.request }

    /// Whether the cell was built ahead and no session has it yet.
    var isUnassigned: Bool { assignment == nil }

    /// A name for messages to people: the session's id, else the cell's own name.
    var owner: String { request?.session.text ?? name }

    /// Whether the cell is ready and waits for a session, which no deadline limits.
    var isResting: Bool { isUnassigned && warmth?.isReady == true && lifecycle.state == .building }

    private static func endingLimits(of profile: Profile) -> Set<LimitName> {
        let pids: Set<LimitName> = profile.onPIDsLimit == .end ? [.pids] : []
        let disk: Set<LimitName> = profile.onDiskLimit == .end ? [.disk, .inodes] : []
        return pids.union(disk)
    }

    /// The earliest deadline of this cell.
    var nextDeadline: Instant? {
        // Evaluated for every cell that is not resting at each turn of the loop, so that it builds no array.
        var next = Instant.earlier(wallDeadline, graceDeadline)
        next = .earlier(next, shareDeadline)
        next = .earlier(next, endDeadline)
        next = .earlier(next, collectDeadline)
        next = .earlier(next, setUpDeadline)
        next = .earlier(next, holdDeadline)
        return .earlier(next, nextSample)
    }

    /// How long killed processes may take to end before the processor limit is lifted; most cells are empty much sooner.
    static let patienceWithDying: Duration = .milliseconds(10)

    /// How long killed processes may take to end at all.
    ///
    /// The kernel frees even a large cell's memory faster, but a file system that does not answer may hold a process for ever.
    static let patienceWithEnd: Duration = .seconds(30)

    /// How long building may take: the machine may be busy, and a cell may have a hundredth of a processor.
    static let longestSetUp: Duration = .seconds(60)

    /// Clamps a moment that the cell has told to the possible ones, from its launch until now, since pid 1 is not believed.
    func moment(_ told: Instant) -> Instant { min(max(told, received), .now) }

    /// When a cell that is not built yet is given up.
    ///
    /// A cell that was built ahead may wait for a session without limit.
    var setUpDeadline: Instant? {
        guard lifecycle.state == .building, !isResting else { return nil }
        return received + Self.longestSetUp
    }

    /// How long a built cell waits for the order to start: the daemon's record takes milliseconds, on a busy disk a second.
    static let longestHold: Duration = .seconds(10)

    /// When a cell is given up whose script was not allowed to start.
    var holdDeadline: Instant? {
        guard isHeld, lifecycle.state == .building, let built else { return nil }
        return built + Self.longestHold
    }

    /// When to read the counters that the kernel does not announce again.
    var nextSample: Instant? {
        guard lifecycle.state == .running, let last = lastSample ?? started else { return nil }
        return last + SamplingPeriod.duration
    }

    /// When a collector that has not finished is given up.
    var collectDeadline: Instant? { collector.map { $0.started + .seconds(5) } }
}
