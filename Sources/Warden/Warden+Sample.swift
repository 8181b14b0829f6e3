internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

extension Warden {
    /// Answers with what a session uses now; with nothing if its script does not run.
    ///
    /// It reads a dozen files of the cell's cgroup and waits for nobody. A daemon that asks without reading the answers is soon read
    /// no further: see ``isBackedUp``.
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
    /// Whether its script has started, and the cell was not killed.
    fileprivate var isInUse: Bool { lifecycle.state == .running || lifecycle.state == .stopping }
}
