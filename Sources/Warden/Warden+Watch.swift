internal import CLinux
internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

extension Warden {
    /// Handles deadlines, and reads the counters that the kernel does not announce.
    func keepTime() {
        let now = Instant.now
        for cell in cells.values where !cell.isResting {
            if let deadline = cell.wallDeadline, deadline <= now { wallTimeEnded(cell) }
            if let deadline = cell.graceDeadline, deadline <= now { perform(cell.lifecycle.graceEnded(), on: cell) }
            if let deadline = cell.shareDeadline, deadline <= now {
                cell.shareDeadline = nil
                cell.group.liftProcessorLimit()
            }
            if let deadline = cell.collectDeadline, deadline <= now { collected(cell) }
            if let deadline = cell.setUpDeadline, deadline <= now {
                giveUp(cell, "the cell was not built within \(Cell.longestSetUp.text)")
            }
            if let deadline = cell.holdDeadline, deadline <= now {
                giveUp(cell, "nobody let the script run within \(Cell.longestHold.text)")
            }
            if let moment = cell.nextSample, moment <= now { sample(cell, now) }
            if let deadline = cell.endDeadline, deadline <= now { emptied(cell) }
        }
        endOverdueVerifiers(now)
        endOverdueParked(now)
        reaper.reap()
        tidyUnended()
        renewMaker(now)
        keepNetworks(now)
        retryLingering(now)
        tendPools(now)
    }

    /// Ends a cell for its wall time, unless pid 1 has reported the script's end in a message that was not read yet.
    private func wallTimeEnded(_ cell: Cell) {
        // Reports of refused calls come before the report of the end, so that the bound covers both.
        hearStatus(of: cell, atMost: RefusedCallTally.messages + 32)
        guard cell.wallDeadline != nil else { return }
        perform(cell.lifecycle.end(.wall, immediately: false), on: cell)
    }

    private func giveUp(_ cell: Cell, _ why: String) { fail(cell, .report, errno: .timedOut, why) }

    /// Reads a cell's counters, and ends the cell for a limit that it has reached.
    func sample(_ cell: Cell, _ now: Instant) {
        cell.lastSample = now
        observe(cell)
        let evidence = cell.evidence
        let ending = evidence.endingLimits
        if evidence.oomKills > 0 {
            perform(cell.lifecycle.end(evidence.isHostOutOfMemory ? .hostMemory : .memory, immediately: true), on: cell)
        } else if let used = evidence.cpuTotal, used > cell.evidence.limits.cpuTime {
            perform(cell.lifecycle.end(.cpuTime, immediately: true), on: cell)
        } else if evidence.pidsRefused > 0, ending.contains(.pids) {
            perform(cell.lifecycle.end(.pids, immediately: true), on: cell)
        } else if evidence.diskFull || evidence.inodesFull, ending.contains(.disk) {
            perform(cell.lifecycle.end(.disk(evidence.diskFull ? .disk : .inodes), immediately: true), on: cell)
        }
    }

    /// Reads the cell's counters, and how full its scratch file system is.
    func observe(_ cell: Cell) {
        var counted = Usage()
        counted.oomKills = cell.group.oomKills
        counted.cpuTotal = cell.group.cpuTotal
        observe(cell, counted)
    }

    /// Does the same with cgroup counters that were read already.
    func observe(_ cell: Cell, _ counted: Usage) {
        cell.evidence.oomKills = counted.oomKills ?? cell.evidence.oomKills
        cell.evidence.oomSource = cell.group.oomSource
        if cell.evidence.oomKills > 0 { cell.evidence.hasReachedMemoryLimit = cell.group.hasReachedMemoryLimit }
        cell.evidence.pidsRefused = cell.group.pidsRefused ?? cell.evidence.pidsRefused
        cell.evidence.cpuTotal = counted.cpuTotal.map(cell.ownPart) ?? cell.evidence.cpuTotal
        observeScratch(cell)
    }

    private func observeScratch(_ cell: Cell) {
        guard let number = cell.scratch?.number else { return }
        var space = clinux_space()
        guard unsafe clinux_fstatfs_space(number, &space) == 0 else { return }
        let use = ScratchUse(
            blockSize: space.block_size,
            blocks: space.blocks,
            freeBlocks: space.free_blocks,
            inodes: space.inodes,
            freeInodes: space.free_inodes
        )
        cell.usage.diskBytes = max(cell.usage.diskBytes ?? .bytes(0), use.bytes)
        cell.usage.diskInodes = max(cell.usage.diskInodes ?? 0, use.inodes)
        if use.hasNoBytes { cell.evidence.diskFull = true }
        if use.hasNoInodes { cell.evidence.inodesFull = true }
    }
}
