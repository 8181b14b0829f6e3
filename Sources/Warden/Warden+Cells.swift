internal import Glibc
internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

extension Warden {
    /// Handles an event of a cell.
    ///
    /// Events of a cell that is gone already are ignored.
    func hearCell(_ number: UInt32, _ source: EventToken.Source) {
        guard let cell = cells[number] else { return }
        switch source {
        // The bound keeps one cell from delaying the others; the loop announces the rest again.
        case .status: hearStatus(of: cell, atMost: 32)
        case .process: emptied(cell)
        case .collector: collected(cell)
        case .memory: outOfMemory(cell)
        }
    }

    /// Handles a notification that the kernel is out of memory: it ends the whole cell if a process of the cell was killed for that.
    ///
    /// On v1 the kernel notifies every cgroup below the one that is out of memory. Which cell is affected is told by the counters,
    /// now or at the next sample.
    private func outOfMemory(_ cell: Cell) {
        clear(cell.memory)
        sample(cell, Instant.now)
    }

    private func clear(_ event: borrowing OwnedDescriptor?) {
        switch event {
        case .some(let counter): counter.clearEvent()
        case .none: break
        }
    }

    /// Handles the messages that have arrived, up to a number.
    func hearStatus(of cell: Cell, atMost most: Int) {
        for _ in 0..<most {
            do throws(SystemCallError) {
                guard let message = try cell.socket.receive(bound: CellMessage.bound) else {
                    return loop.ignore(cell.socket.descriptor)
                }
                handle(message, from: cell)
            } catch {
                if error.errno != .wouldBlock { loop.ignore(cell.socket.descriptor) }
                return
            }
        }
    }

    private func handle(_ received: borrowing MessageSocket.Message, from cell: Cell) {
        guard !received.wasTruncated, let message = CellMessage(bytes: received.bytes) else {
            return fail(cell, .report, errno: .invalidArgument, "the cell sent a malformed message")
        }
        switch message {
        case .failed(let stage, let errno, let subject): fail(cell, stage, errno: errno, subject)
        case .built:
            guard received.descriptors.count == 2, cell.scratch == nil, cell.started == nil else {
                return fail(cell, .report, errno: .invalidArgument, "built without its descriptors")
            }
            cell.scratch = noted(received.descriptors.take(0), "/work", of: cell)
            cell.outputs = noted(received.descriptors.take(1), "/outputs", of: cell)
            cell.built = Instant.now
        case .ready(let controls, let moment): started(cell, controls, at: moment)
        case .prepared(let controls): prepared(cell, controls)
        case .waiting: becameReady(cell)
        case .refused(let calls): refused(cell, calls)
        case .exited(let code, let moment): mainEnded(cell, .code(code), at: moment)
        case .signaled(let signal, let moment): mainEnded(cell, .signal(signal), at: moment)
        }
    }

    /// Notes a descriptor from a cell, which must be closed at the cell's end.
    ///
    /// To test that check, an altered warden goes on with a copy and leaves the original open.
    private func noted(_ given: consuming OwnedDescriptor, _ name: String, of cell: Cell) -> OwnedDescriptor {
        cell.descriptors.note(given.number, name)
        guard alteration?.leavesDescriptors == true, let copy = try? given.duplicate() else { return given }
        _ = given.release()
        return copy
    }

    /// Ends a cell because a step of building it failed.
    func fail(_ cell: Cell, _ stage: SetupStage, errno: Errno, _ subject: String) {
        // A cell that is being ended may report that it could not go on; that is no failure of its own.
        if cell.evidence.setupFailure == nil, cell.lifecycle.cause == nil {
            cell.evidence.setupFailure = .init(stage: stage, errno: errno.name, subject: subject)
        }
        perform(cell.lifecycle.mainEnded(), on: cell)
    }

    /// - Parameter moment: When the script started, according to pid 1; the warden may hear of it much later.
    private func started(_ cell: Cell, _ controls: String, at moment: Instant) {
        guard let session = cell.request?.session, cell.started == nil, cell.outputs != nil else {
            return fail(cell, .report, errno: .invalidArgument, "ready before it was built")
        }
        // A cell that was built ahead has reported its controls before it had a session.
        guard cell.isPrepared || keep(controls, of: cell) else { return }
        // The warden has closed the launch's descriptors by now: they are forgotten before other files get their numbers.
        cell.descriptors.forgetClosed()
        let start = cell.moment(moment)
        cell.started = start
        cell.times.setUp = start - cell.received
        perform(cell.lifecycle.started(), on: cell)
        tell(.started(session, cell.controls.all))
    }

    /// Keeps the controls that a cell has read back, and checks that its namespaces are not the warden's.
    ///
    /// - Returns: Whether they are good; if not, the cell is failed.
    private func keep(_ controls: String, of cell: Cell) -> Bool {
        let lines = controls.utf8.split(separator: UInt8(ascii: "\n")).map { Self.control(in: Substring($0)) }
        let shared = OwnNamespaces.shared(with: lines)
        guard shared.isEmpty else {
            fail(cell, .verify, errno: .notPermitted, "namespaces of the host: \(shared.joined(separator: " "))")
            return false
        }
        cell.controls = ControlLines(cell.controls.all + lines, like: sibling(of: cell)?.controls)
        return true
    }

    /// Reads `name=value`.
    private static func control(in line: Substring) -> Control {
        guard let sign = line.utf8.firstIndex(of: UInt8(ascii: "=")) else { return Control(String(line), "") }
        return Control(String(line[..<sign]), String(line[line.utf8.index(after: sign)...]))
    }

    /// A waiting cell that was built ahead for the same pool; `nil` for a cell that a session has.
    private func sibling(of cell: Cell) -> Cell? {
        guard cell.isUnassigned, let pool = PoolName(of: cell) else { return nil }
        return cells.values.first { $0 !== cell && $0.isUnassigned && $0.isPrepared && $0.isFor(pool) }
    }

    /// All controls are in force in a cell that is built ahead.
    private func prepared(_ cell: Cell, _ controls: String) {
        guard cell.isUnassigned, !cell.isPrepared, cell.outputs != nil else {
            return fail(cell, .report, errno: .invalidArgument, "prepared before it was built, or twice")
        }
        cell.isPrepared = keep(controls, of: cell)
    }

    /// Counts refused calls, and ends the cell if its profile says so.
    private func refused(_ cell: Cell, _ calls: [RefusedCall]) {
        cell.refusals += 1
        guard cell.refusals <= RefusedCallTally.messages else {
            return fail(cell, .report, errno: .invalidArgument, "pid 1 repeats itself")
        }
        for call in calls {
            if let index = cell.refusedCalls.firstIndex(where: { $0.number == call.number }) {
                cell.refusedCalls[index].count = max(cell.refusedCalls[index].count, call.count)
            } else if cell.refusedCalls.count < RefusedCallTally.capacity {
                cell.refusedCalls.append(call)
            }
        }
        guard cell.profile.profile.onDeniedCall == .end, let first = cell.refusedCalls.first else { return }
        let name = SeccompProgram.name(ofCall: first.number)
        perform(cell.lifecycle.end(.deniedCall(name), immediately: true), on: cell)
    }

    /// - Parameter moment: When pid 1 noticed the end, according to pid 1; the warden may hear of it much later.
    private func mainEnded(_ cell: Cell, _ exit: SessionEvidence.Exit, at moment: Instant) {
        guard cell.evidence.mainExit == nil else { return }
        guard cell.started != nil || cell.request?.work == .canary else { return endedWithoutStart(cell) }
        cell.evidence.mainExit = exit
        cell.ended = max(cell.moment(moment), cell.started ?? cell.received)
        // The wall time counts until the script's end, even if the warden was too busy to see the deadline pass.
        if let deadline = cell.wallDeadline, deadline <= moment {
            perform(cell.lifecycle.end(.overran, immediately: true), on: cell)
        }
        cell.evidence.cpuAtExit = cell.cpuUsed
        perform(cell.lifecycle.mainEnded(), on: cell)
    }

    /// In a cell that was built ahead, the waiting process has ended or was killed for memory: there is no script whose end it could be.
    private func endedWithoutStart(_ cell: Cell) {
        observe(cell)
        guard cell.evidence.oomKills == 0 else { return sample(cell, .now) }
        fail(cell, .execute, errno: .noSuchProcess, "the process that waited for the script has ended")
    }

    /// Carries out what the lifecycle decided.
    func perform(_ actions: [CellLifecycle.Action], on cell: Cell) {
        for action in actions {
            switch action {
            case .armWallTimer: cell.wallDeadline = (cell.started ?? .now) + cell.evidence.limits.wall
            case .armGraceTimer:
                cell.wallDeadline = nil
                cell.graceDeadline = Instant.now + cell.profile.profile.grace
            case .terminate: terminate(cell)
            case .kill:
                cell.wallDeadline = nil
                cell.graceDeadline = nil
                cell.group.kill()
                _ = try? cell.process.send(signal: SIGKILL)
                cell.shareDeadline = Instant.now + Cell.patienceWithDying
                cell.endDeadline = Instant.now + Cell.patienceWithEnd
            case .release: break
            }
        }
    }

    /// Asks every process of the script to end.
    ///
    /// This is a courtesy: what ends them for certain is the kill after the grace period.
    private func terminate(_ cell: Cell) {
        MemberSignal.send(SIGTERM, butTo: cell.process.pid) { cell.group.members() }
    }
}
