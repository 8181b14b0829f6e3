internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import MayflyCore
internal import SandboxPlan

/// Pid 1 of a cell: builds it, starts the script, reaps, reports how the script ended, and ends itself.
///
/// It runs in the clone of the warden. Nothing returns into the warden's code: every path ends in `_exit`, which ends the pid
/// namespace too.
struct Keeper {
    private let blueprint: CellBlueprint
    private let status: CellStatus

    init(_ blueprint: CellBlueprint) {
        self.blueprint = blueprint
        self.status = CellStatus(socket: blueprint.descriptors.status)
    }

    /// Does everything in order.
    func run() -> Never {
        do throws(SetupError) {
            try forgetWarden()
            try joinControlGroup()
            try status.awaitGo()
            try becomeKeeper()
            try enterNamespaces()
            try setUpHost()
            let shelves = try build()
            try atStage(.privileges) { () throws(SystemCallError) in try Capabilities.dropBounding() }
            var watch = try start(shelves)
            try confine(watch)
            // Frees what building took, since a cell may wait long for its session.
            if blueprint.plan.main.isAhead { _ = malloc_trim(0) }
            watch.run()
        } catch {
            status.fail(error)
        }
    }

    /// Closes the warden's descriptors that this cell does not need: the daemon's socket, other cells, the warden's end of its own.
    ///
    /// 0, 1 and 2 stay occupied, by `/dev/null` and the warden's standard error: no file that is opened while the cell is built
    /// may get one of these numbers, to which the script's pipes are moved.
    private func forgetWarden() throws(SetupError) {
        let wanted = blueprint.descriptors
        let streams = [wanted.status, wanted.input, wanted.output, wanted.error].compactMap(\.self)
        let payloads = [blueprint.script, blueprint.inputs, blueprint.workspace].compactMap { $0?.descriptor }
        try atStage(.descriptors) { () throws(SystemCallError) in
            try DescriptorTable.closeAll(but: [0, 1, 2] + streams + wanted.tasks + payloads)
        }
    }

    /// Joins the cell's v1 cgroups, so that all memory from here on is charged to the cell.
    ///
    /// On v2 the process was born in its cgroup.
    private func joinControlGroup() throws(SetupError) {
        for tasks in blueprint.descriptors.tasks {
            try atStage(.joinControlGroup) { () throws(SystemCallError) in
                try syscall("write", on: "tasks") { unsafe write(tasks, "0", 1) }
            }
        }
    }

    /// Becomes a user that exists only in this cell.
    ///
    /// The capabilities in this user namespace stay, because neither the old nor the new id is 0 in it.
    private func becomeKeeper() throws(SetupError) {
        try atStage(.becomeKeeper) { () throws(SystemCallError) in
            try joinKeyring()
            try ThisProcess.leaveGroups()
            try ThisProcess.become(uid: CellIdentity.keeperInside, gid: CellIdentity.keeperInside)
            try ThisProcess.hide()
            // Set after the change of id, which clears it. If the warden has ended before, the next message to it fails.
            try ThisProcess.endWithParent()
            try syscall("setsid") { setsid() }
        }
    }

    /// Replaces the host's session keyring by an empty one that only this cell has.
    ///
    /// This comes before the change of id, so that the keyring is charged to root: a process that the kernel has killed for memory stays
    /// for two seconds with its keyring, and nothing may be charged to the cell's id once the cell is gone. A kernel without
    /// keyrings has none to inherit.
    private func joinKeyring() throws(SystemCallError) {
        do throws(SystemCallError) {
            try syscall("keyctl", on: "KEYCTL_JOIN_SESSION_KEYRING") { clinux_keyctl_join_session() }
        } catch  where error.errno == .noSystemCall {
        }
    }

    /// Makes the cgroup and time namespaces.
    ///
    /// The cgroup namespace's root is the cgroup of the process that makes it, here the cell's own, so that no path of the host is
    /// visible. The time namespace takes effect for the processes that pid 1 starts: pid 1 keeps the warden's clock.
    private func enterNamespaces() throws(SetupError) {
        try atStage(.namespaces, "cgroup") { () throws(SystemCallError) in
            try syscall("unshare", on: "CLONE_NEWCGROUP") { clinux_unshare(CInt(CLONE_NEWCGROUP)) }
        }
        try atStage(.namespaces, "time") { () throws(SystemCallError) in
            try syscall("unshare", on: "CLONE_NEWTIME") { clinux_unshare(Self.timeNamespace) }
        }
    }

    /// CLONE_NEWTIME, which the C library does not name.
    private static let timeNamespace: CInt = 0x80

    /// Sets the host and domain names, which are copies of the host's until then.
    private func setUpHost() throws(SetupError) {
        try atStage(.host) { () throws(SystemCallError) in
            try syscall("sethostname") { unsafe clinux_sethostname("mayfly", 6) }
            try syscall("setdomainname") { unsafe clinux_setdomainname("(none)", 6) }
            _ = umask(0o022)
        }
    }

    /// - Returns: The file systems for a session's files, if the cell is built ahead.
    private func build() throws(SetupError) -> Shelves {
        var root = RootBuilder(
            cell: blueprint.plan.name,
            script: blueprint.script,
            inputs: blueprint.inputs,
            workspace: blueprint.workspace
        )
        // The plan sets permissions, which an inherited umask must not narrow.
        let mask = umask(0)
        try root.perform(blueprint.plan.mounts.steps)
        _ = umask(mask)
        try status.announceBuilt(root)
        return root.shelves
    }

    /// Starts the process that becomes the script once pid 1 opens the gate.
    ///
    /// SIGCHLD is blocked before there is a child, so that ``KeeperWatch`` misses none.
    private func start(_ shelves: Shelves) throws(SetupError) -> KeeperWatch {
        let signals = try atStage(.fork) { () throws(SystemCallError) in try KeeperWatch.keepChildSignals() }
        let gate = try atStage(.fork) { () throws(SystemCallError) in try ScriptGate() }
        let child = try atStage(.fork) { () throws(SystemCallError) in try syscall("clone") { clinux_fork() } }
        if child == 0 {
            var script = ScriptProcess(blueprint, status, gate.scriptEnd)
            script.run()
        }
        let listener = try atStage(.seccomp, "listener") { () throws(SystemCallError) in try gate.takeListener() }
        return KeeperWatch(
            script: child,
            status: status,
            gate: gate.keeperEnd,
            signals: signals,
            listener: listener,
            onDeniedCall: blueprint.plan.onDeniedCall,
            isHeld: blueprint.isHeld,
            furnisher: blueprint.plan.main.isAhead
                ? Furnisher(
                    status: status,
                    shelves: shelves,
                    bootstrap: blueprint.plan.mounts.bootstrap,
                    filter: blueprint.keeperFilter
                ) : nil,
            asksForStreams: blueprint.plan.main.interpreter?.asksForStreams ?? false
        )
    }

    /// Confines pid 1: from now on it can only wait, refuse, report, end, and put the files of a session in.
    private func confine(_ watch: KeeperWatch) throws(SetupError) {
        try atStage(.privileges, "keeper") { () throws(SystemCallError) in
            try Capabilities.dropAll()
            try ThisProcess.forbidNewPrivileges()
            try DescriptorTable.closeAll(but: watch.descriptors)
            // If files are still to come, the filter is loaded after them; no script has started by then.
            if !blueprint.plan.main.isAhead { try blueprint.keeperFilter.load() }
        }
    }
}
