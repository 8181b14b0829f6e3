import Glibc
import LinuxSystem
import MayflyCore
import Synchronization
import WardenProtocol

/// A warden that builds no cells: it takes orders, and says that sessions have ended as a test wants them to.
final class StubWarden: Sendable {
    /// What it says is in force when a script starts.
    static let controls = [Control("seccomp", "2")]

    private struct State {
        var holds = false
        var held: [SessionID] = []
        /// Launched, and not told to start.
        var waiting: [SessionID] = []
        /// Launched at all, and started.
        var (launched, begun): ([SessionID], [SessionID]) = ([], [])
        /// Told to start, whether or not it was launched.
        var told: Set<SessionID> = []
        var reloads = 0
        /// What has become of the interpreter that was described, and of which interpreter the daemon is told.
        var (interpreter, described): (Digest?, Digest?) = (nil, nil)
        var samples = 0
        /// What is left of sessions that are ended.
        var leftovers: [String] = []
        /// Whether what came with launches stays open, and what does.
        var (keepsPipes, kept): (Bool, [CInt]) = (false, [])
        var isSilent = false
        /// Whether it reads nothing of what it is sent.
        var isDeaf = false
        /// Whether it cannot trust the files that say whose signatures count, and whether the daemon has been told.
        var (isWithoutTrust, hasToldOfTrust) = (false, true)
        /// Launches that it has said nothing of yet.
        var unsaid: [LaunchRequest] = []
    }

    private let socket: Socket
    private let state = Mutex(State())
    private let profiles: [Profile]
    private let trust: Digest
    /// What it says that it found of an earlier warden's cells.
    private let found: [String]

    private final class Socket: Sendable {
        let socket: MessageSocket

        init(_ socket: consuming MessageSocket) {
            self.socket = socket
        }
    }

    /// Takes the warden's end of a pair.
    ///
    /// - Parameter trust: Of the trust files that it has read.
    init(_ descriptor: consuming OwnedDescriptor, profiles: [Profile], trust: Digest, found: [String] = []) {
        socket = Socket(MessageSocket(descriptor))
        self.profiles = profiles
        self.trust = trust
        self.found = found
    }

    deinit {
        for number in state.withLock({ $0.kept }) { close(number) }
    }

    /// The sessions that cells were asked for, and those whose scripts ran.
    var launched: [SessionID] { state.withLock { $0.launched } }
    var begun: [SessionID] { state.withLock { $0.begun } }
    /// The sessions that it was told to start, also those that it has no cell of.
    var told: Set<SessionID> { state.withLock { $0.told } }
    /// How often it was asked what a session uses.
    var samples: Int { state.withLock { $0.samples } }
    /// How often the profiles were to be read again; each time takes a tenth of a second.
    var reloads: Int { state.withLock { $0.reloads } }

    /// Lets sessions run until they are killed.
    func hold() { state.withLock { $0.holds = true } }

    /// Lets sessions end at once again; what is held stays so.
    func release() { state.withLock { $0.holds = false } }

    /// Leaves something of every session that is ended from now on.
    func leave(behind leftovers: [String]) { state.withLock { $0.leftovers = leftovers } }

    /// Keeps the pipes of sessions that are launched from now on open, as a process does that cannot end; or no more.
    func keepPipes(_ keeps: Bool) { state.withLock { $0.keepsPipes = keeps } }

    /// Says no more of launches that they were let through.
    func hush() { state.withLock { $0.isSilent = true } }

    /// Says it again, first of those that it said nothing of.
    func speak() {
        let unsaid = state.withLock { state in
            defer { (state.isSilent, state.unsaid) = (false, []) }
            return state.unsaid
        }
        for request in unsaid { say(.admitted(request.session, closure(under: request.profile))) }
    }

    /// Reads no order; or reads again, first what has come since.
    func deafen(_ isDeaf: Bool) { state.withLock { $0.isDeaf = isDeaf } }

    /// Has another interpreter start scripts than was described.
    func upgrade(to digest: Digest) { state.withLock { $0.interpreter = digest } }

    /// Has another interpreter start scripts of every runtime, and tells the daemon so at once.
    func replaceInterpreter(by digest: Digest) {
        state.withLock { $0.described = digest }
        say(.changed(description))
    }

    /// Answers orders until the daemon's end is closed; to be called on a thread of its own.
    func run() {
        say(.ready(description))
        while let order = next() {
            switch order {
            case .launch(let request): launch(request)
            case .kill(let order): kill(order)
            case .reload:
                state.withLock { $0.reloads += 1 }
                usleep(100_000)
                say(.ready(description))
            case .revoke(let digest): say(.revocation(digest, failure: nil))
            case .start(let session): start(session)
            case .sample(let session): sample(session)
            case .look: look()
            }
        }
    }

    /// Has it find the trust files unreadable, and tell the daemon so at once.
    func loseTrust() {
        state.withLock { ($0.isWithoutTrust, $0.hasToldOfTrust) = (true, true) }
        say(.changed(description))
    }

    /// Lets it read the trust files again; it tells the daemon when it is asked to look.
    func findTrust() { state.withLock { ($0.isWithoutTrust, $0.hasToldOfTrust) = (false, false) } }

    private func look() {
        let hasNews = state.withLock { state in
            defer { state.hasToldOfTrust = true }
            return !state.hasToldOfTrust
        }
        if hasNews { say(.changed(description)) }
    }

    /// Closes the connection, as a warden's end does.
    func leave() { shutdown(socket.socket.descriptor.number, CInt(SHUT_RDWR)) }

    private var description: WardenDescription {
        WardenDescription(
            cgroupVersion: "v2",
            facts: [Control("kernel", "6.1.0")],
            profiles: profiles,
            closures: Dictionary(uniqueKeysWithValues: RuntimeName.allCases.map { ($0, closures(of: $0)) }),
            trust: state.withLock { $0.isWithoutTrust } ? nil : trust,
            leftovers: found
        )
    }

    /// What would start scripts: as much of it as there is to sign.
    private func closures(of runtime: RuntimeName) -> [RuntimeClosure] {
        guard let digest = Digest(bytes: [UInt8](repeating: 7, count: 32)) else { return [] }
        let interpreter = state.withLock { $0.described } ?? digest
        return profiles.filter { $0.runtimes[runtime] != nil }.map { profile in
            RuntimeClosure(
                profile: profile.name,
                profileDigest: digest,
                interpreter: profile.runtimes[runtime]?.path ?? "",
                interpreterDigest: profile.runtimes[runtime]?.path.isEmpty == false ? interpreter : nil,
                flags: profile.runtimes[runtime]?.flags ?? []
            )
        }
    }

    private func launch(_ request: LaunchRequest) {
        guard request.work != .canary else {
            say(.started(request.session, Self.controls))
            return say(.finished(Self.report(request.session, .ok)))
        }
        state.withLock { $0.launched.append(request.session) }
        guard request.isHeld else { return begin(request.session) }
        let isSilent = state.withLock { state in
            state.waiting.append(request.session)
            if state.isSilent { state.unsaid.append(request) }
            return state.isSilent
        }
        if !isSilent { say(.admitted(request.session, closure(under: request.profile))) }
    }

    /// What starts Python as it is now.
    private func closure(under profile: ProfileName) -> RuntimeClosure? {
        var closure = closures(of: .python).first { $0.profile == profile }
        if let digest = state.withLock({ $0.interpreter }) { closure?.interpreterDigest = digest }
        return closure
    }

    /// Says of what is held that it uses something, always the same.
    private func sample(_ session: SessionID) {
        let isHeld = state.withLock { state in
            state.samples += 1
            return state.held.contains(session)
        }
        var used = Usage()
        (used.wall, used.cpuTotal) = (.milliseconds(1500), .milliseconds(250))
        say(.sampled(session, isHeld ? SessionSample(used: used, memory: .mebibytes(3), pids: 2) : nil))
    }

    private func start(_ session: SessionID) {
        let wasWaiting = state.withLock { state in
            state.told.insert(session)
            let count = state.waiting.count
            state.waiting.removeAll { $0 == session }
            return state.waiting.count < count
        }
        if wasWaiting { begin(session) }
    }

    private func begin(_ session: SessionID) {
        state.withLock { $0.begun.append(session) }
        say(.started(session, Self.controls))
        let isHeld = state.withLock { state in
            if state.holds { state.held.append(session) }
            return state.holds
        }
        if !isHeld { say(.finished(Self.report(session, .ok))) }
    }

    private func kill(_ order: KillOrder) {
        let wasHeld = state.withLock { state in
            let count = state.held.count + state.waiting.count
            state.held.removeAll { $0 == order.session }
            state.waiting.removeAll { $0 == order.session }
            return state.held.count + state.waiting.count < count
        }
        guard wasHeld else { return }
        var report = Self.report(order.session, order.cause == .shutdown ? .daemonRestart : .killed)
        if case .killed(let by, let reason) = order.cause {
            (report.verdict.by, report.verdict.reason) = (by, reason)
        }
        report.destruction.leftovers = state.withLock { $0.leftovers }
        say(.finished(report))
    }

    private static func report(_ session: SessionID, _ name: VerdictName) -> SessionReport {
        var verdict = Verdict(name, evidence: "the stub says so")
        if name == .ok { verdict.exitCode = 0 }
        return SessionReport(
            session: session,
            verdict: verdict,
            destruction: Destruction(checked: ["nothing was built"])
        )
    }

    /// The next order; `nil` at the end.
    ///
    /// Descriptors that come with it are closed, unless they are to be kept.
    private func next() -> DaemonMessage? {
        while true {
            var polled = pollfd(fd: socket.socket.descriptor.number, events: Int16(POLLIN), revents: 0)
            _ = poll(&polled, 1, -1)
            while state.withLock({ $0.isDeaf }) { usleep(2_000) }
            do throws(SystemCallError) {
                guard let message = try socket.socket.receive(bound: FrameBound.frame) else { return nil }
                keep(message.descriptors)
                return try? DaemonMessage(frame: message.bytes)
            } catch {
                if error.errno != .wouldBlock { return nil }
            }
        }
    }

    private func keep(_ descriptors: DescriptorBag) {
        guard state.withLock({ $0.keepsPipes }) else { return }
        let numbers = (0..<descriptors.count).map { descriptors.take($0).release() }
        state.withLock { $0.kept += numbers }
    }

    private func say(_ message: WardenMessage) { try? socket.socket.send(message.frame) }
}
