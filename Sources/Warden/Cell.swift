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
    let request: LaunchRequest
    let profile: LoadedProfile
    let identity: CellIdentity
    let group: ControlGroup
    let socket: MessageSocket
    let process: ProcessHandle
    let received: Instant
    /// By what it was let through; `nil` for a canary.
    let clearance: Clearance?
    /// The inode of its network namespace.
    var network: UInt64 = 0
    /// SHA-256 of the plans it was built by, as text: its template's, then its own.
    let plan: Digest
    /// Where collected artifacts go; `nil` for a canary.
    var artifacts: OwnedDescriptor?
    /// The scratch file system, for watching how full it is; `nil` until the root is built, and after the end.
    var scratch: OwnedDescriptor?
    /// `/outputs`, opened before the script started.
    var outputs: OwnedDescriptor?
    var collector: Collection?
    /// Readable when the kernel is out of memory in the cell; `nil` where it ends the whole cell by itself.
    var memory: OwnedDescriptor?

    /// Whether its script waits for the daemon's word.
    var isHeld: Bool
    var lifecycle = CellLifecycle()
    var evidence: SessionEvidence
    /// What the filter refused, in the order of first sight, as pid 1 of the cell last counted.
    var refusedCalls: [RefusedCall] = []
    /// How many messages said so.
    var refusals = 0
    var usage = Usage()
    var times = StageTimes()
    var controls: [Control]
    var built: Instant?
    var started: Instant?
    var lastSample: Instant?
    var ended: Instant?
    var destroying: Instant?
    var wallDeadline: Instant?
    var graceDeadline: Instant?

    /// A collector at work.
    final class Collection {
        let process: ProcessHandle
        let started: Instant

        init(_ process: consuming ProcessHandle, started: Instant) {
            self.process = process
            self.started = started
        }

        /// Ends and reaps it, whatever it is doing.
        func abort() {
            _ = try? process.send(signal: SIGKILL)
            _ = try? process.wait()
        }
    }

    init(
        _ draft: CellLauncher.Draft,
        socket: consuming MessageSocket,
        process: consuming ProcessHandle
    ) {
        self.number = draft.number
        self.request = draft.launch.request
        self.profile = draft.launch.profile
        self.identity = draft.plan.identity
        self.group = draft.group
        self.socket = socket
        self.process = process
        self.received = draft.launch.received
        self.clearance = draft.launch.clearance
        self.isHeld = draft.launch.isHeld
        self.plan = SHA256.digest(of: Array((draft.launch.profile.template.text + draft.plan.description).utf8))
        self.controls =
            draft.launch.controls + Self.controls(of: draft) + draft.group.controls(of: draft.plan.controlGroup)
        self.evidence = SessionEvidence(
            limits: draft.launch.request.limits,
            endingLimits: Self.endingLimits(of: draft.launch.profile.profile),
            wall: .zero
        )
    }

    /// What `/work` began with, as the warden itself has hashed it.
    private static func controls(of draft: CellLauncher.Draft) -> [Control] {
        guard draft.launch.request.workspace != .none else { return [] }
        return [Control("workspace", draft.materials.kept?.digest.description ?? "empty")]
    }

    private static func endingLimits(of profile: Profile) -> Set<LimitName> {
        let pids: Set<LimitName> = profile.onPIDsLimit == .end ? [.pids] : []
        let disk: Set<LimitName> = profile.onDiskLimit == .end ? [.disk, .inodes] : []
        return pids.union(disk)
    }

    /// When something has to be done next, if nothing happens before.
    var nextDeadline: Instant? {
        [wallDeadline, graceDeadline, collectDeadline, setUpDeadline, holdDeadline, nextSample].compactMap(\.self).min()
    }

    /// Generous: a machine may be busy, and a cell may have a hundredth of a processor.
    static let longestSetUp: Duration = .seconds(60)

    /// When a cell that does not get built is given up.
    var setUpDeadline: Instant? { lifecycle.state == .building ? received + Self.longestSetUp : nil }

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
