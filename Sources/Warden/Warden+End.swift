internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

extension Warden {
    /// Pid 1 of the cell has ended, and with it every process in its pid namespace; or it was killed, and has not ended in time.
    func emptied(_ cell: Cell) {
        loop.ignore(cell.process.pidfd)
        cell.memory = nil
        if let exit = cell.reap() {
            cell.evidence.keeperExit = exit.code.map { .code($0) } ?? exit.signal.map { .signal($0) }
            cell.usage.voluntarySwitches = exit.voluntarySwitches
            cell.usage.involuntarySwitches = exit.involuntarySwitches
        }
        readLastWords(of: cell)
        perform(cell.lifecycle.emptied(), on: cell)
        let now = Instant.now
        cell.ended = cell.ended ?? now
        cell.wallDeadline = nil
        cell.graceDeadline = nil
        cell.shareDeadline = nil
        cell.endDeadline = nil
        if let started = cell.started, let ended = cell.ended {
            // Pid 1 tells both moments and is not believed: the start may come after the end.
            let run = max(.zero, ended - started)
            cell.times.run = run
            cell.evidence.wall = run
            cell.usage.wall = run
        }
        cell.group.measure(&cell.usage)
        observe(cell, cell.usage)
        cell.usage = cell.usage.since(cell.before)
        cell.evidence.usage = cell.usage
        finish(cell)
    }

    /// Collects what the script left, if there is anything, and destroys the cell after that.
    ///
    /// The check of the destruction has to follow the collecting, whose descriptors are open meanwhile. Nothing is collected while
    /// pid 1 has not ended, since its processes may still write.
    private func finish(_ cell: Cell) {
        let isCollecting = cell.process.hasEnded && collect(cell)
        // Closed descriptors are forgotten before other files get their numbers, which may happen while the collector runs.
        cell.descriptors.forgetClosed()
        if !isCollecting { destroy(cell) }
    }

    /// Reads what pid 1 sent just before it ended, since the loop may announce its end before its message.
    private func readLastWords(of cell: Cell) {
        // Without a writer this ends at the end of the stream; the bound is for a pid 1 that does not end.
        hearStatus(of: cell, atMost: cell.isReaped ? .max : 32)
        loop.ignore(cell.socket.descriptor)
    }

    /// Starts the collector if there is anything to collect.
    ///
    /// - Returns: Whether it was started.
    private func collect(_ cell: Cell) -> Bool {
        // `scratch` is a descriptor of `/work`.
        let scratch = cell.scratch.take()
        let outputs = cell.outputs.take()
        guard let request = cell.request, let outputs, let pipe = cell.artifacts.take() else { return false }
        let keepsWork = request.workspace != .none
        do throws(SystemCallError) {
            let isWorkEmpty = keepsWork ? try Self.isEmpty(scratch) : true
            if isWorkEmpty, try Self.isEmpty(outputs) {
                let end = ArtifactRecord(kind: .end, name: [], size: 0).header
                try pipe.writeAtOnce(keepsWork ? end + end : end)
                return false
            }
            let collector = Collector(
                uid: cell.identity.script,
                outputs: CollectionBound(request.limits),
                work: keepsWork ? cell.profile.profile.workspace.map { CollectionBound($0) } : nil,
                filter: collectorFilter
            )
            let process = try collector.start(from: outputs, scratch, to: pipe)
            try loop.watch(process.pidfd, token: EventToken.cell(cell.number, .collector).rawValue)
            cell.collector = Cell.Collection(Child(process), started: Instant.now)
            return true
        } catch {
            // The stream lacks its end record, by which the daemon sees that it was cut.
            StandardError.write("mayfly-warden: \(cell.owner): collecting artifacts: \(error)")
            return false
        }
    }

    private static func isEmpty(_ directory: borrowing OwnedDescriptor) throws(SystemCallError) -> Bool {
        var empty = true
        try DirectoryListing.forEachEntry(of: directory) { _ in
            empty = false
            return false
        }
        return empty
    }

    /// Treats a missing directory as not empty.
    private static func isEmpty(_ directory: borrowing OwnedDescriptor?) throws(SystemCallError) -> Bool {
        switch directory {
        case .some(let owned): try isEmpty(owned)
        case .none: false
        }
    }

    /// The collector has ended, successfully or not, or has taken too long.
    func collected(_ cell: Cell) {
        guard let collection = cell.collector else { return }
        loop.ignore(collection.child.process.pidfd)
        reaper.end(collection.child)
        cell.times.collect = Instant.now - collection.started
        cell.collector = nil
        destroy(cell)
    }

    /// Drops the cell's descriptors, and checks that nothing of the cell is left.
    private func destroy(_ cell: Cell) {
        cell.destroying = cell.destroying ?? Instant.now
        cell.artifacts = nil
        cell.outputs = nil
        cell.scratch = nil
        cells[cell.number] = nil
        if !conclude(cell, final: false) { lingering.append((cell, Instant.now + .seconds(2))) }
    }

    /// Tries again to remove what could not be removed before.
    func retryLingering(_ now: Instant) {
        lingering = lingering.filter { entry in !conclude(entry.cell, final: entry.deadline <= now) }
    }

    /// Checks that nothing of the cell is left, and reports the session.
    ///
    /// - Returns: Whether the session was reported, which happens if nothing is left or if this is the `final` try.
    private func conclude(_ cell: Cell, final: Bool) -> Bool {
        let destruction = DestructionCheck.run(cell, mounts)
        guard destruction.isComplete || final else { return false }
        if destruction.isComplete {
            identities.giveBack(cell.identity)
        } else {
            StandardError.write("mayfly-warden: \(cell.owner): left behind: \(destruction.leftovers)")
            if !cell.isReaped { unended.append(cell) }
        }
        if let started = cell.destroying { cell.times.destroy = Instant.now - started }
        cell.evidence.cause = cell.lifecycle.cause
        report(cell, destruction)
        replaceNetworks()
        tendBetweenSessions(cell)
        return true
    }

    /// Removes the cgroups of reported cells whose pid 1 has ended at last.
    func tidyUnended() {
        unended.removeAll { cell in
            _ = cell.reap()
            guard cell.isReaped else { return false }
            if cell.group.remove().isEmpty { identities.giveBackIfUnused(cell.identity) }
            return true
        }
    }

    /// Tells the daemon how a session ended, or attends to the pool of a cell that no session had.
    private func report(_ cell: Cell, _ destruction: Destruction) {
        guard let assignment = cell.assignment else { return noticeUnused(cell) }
        noticeUsed(cell)
        tell(
            .finished(
                SessionReport(
                    session: assignment.request.session,
                    verdict: VerdictRule.decide(cell.evidence),
                    limitsHit: VerdictRule.limitsHit(cell.evidence),
                    deniedCalls: cell.deniedCalls,
                    usage: cell.usage,
                    times: cell.times,
                    controls: cell.started == nil ? cell.controls.all : [],
                    destruction: destruction,
                    plan: assignment.plan
                )
            )
        )
    }
}
