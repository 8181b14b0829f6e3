internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

extension Warden {
    /// Answers what a session uses now; nothing of one whose script does not run.
    ///
    /// It reads a dozen files of the cell's cgroup, as the watch over its limits does by itself; nobody is waited for. The
    /// daemon is read no further while it does not read such answers: see ``isBackedUp``.
    func answerSample(of session: SessionID) {
        let cell = cells.values.first { $0.request?.session == session && $0.isInUse }
        tell(.sampled(session, cell.map(measure)))
    }

    private func measure(_ cell: Cell) -> SessionSample {
        observe(cell)
        var used = cell.usage
        cell.group.measure(&used)
        used = used.since(cell.before)
        used.wall = cell.started.map { Instant.now - $0 }
        return SessionSample(used: used, memory: cell.group.memoryNow, pids: cell.group.pidsNow)
    }
}

extension Cell {
    /// Whether its script has started, and was not ended.
    fileprivate var isInUse: Bool { lifecycle.state == .running || lifecycle.state == .stopping }
}
