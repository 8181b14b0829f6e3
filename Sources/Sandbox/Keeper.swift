internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import MayflyCore
internal import SandboxPlan

/// Pid 1 of a cell: builds it, starts the script, reaps, reports how the script ended, and goes.
///
/// It runs in the clone of the warden. Nothing here returns: every path ends in `_exit`, and with pid 1 its pid namespace.
struct Keeper {
    private let blueprint: CellBlueprint
    private let status: CellStatus

    init(_ blueprint: CellBlueprint) {
        self.blueprint = blueprint
        self.status = CellStatus(socket: blueprint.descriptors.status)
    }

    /// Does all of it.
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
            // What building took: a cell that waits for its session may wait long.
            if blueprint.plan.main.isAhead { _ = malloc_trim(0) }
            watch.run()
        } catch {
            status.fail(error)
        }
    }

    /// Closes every descriptor of the warden's that this cell has no use for: the daemon's socket, other cells, its own peer.
    ///
    /// 0, 1 and 2 stay taken, by `/dev/null` and the warden's standard error: what is opened while the cell is built must
    /// never get a number that the script's own pipes are moved to.
    private func forgetWarden() throws(SetupError) {
        let wanted = blueprint.descriptors
        let streams = [wanted.status, wanted.input, wanted.output, wanted.error].compactMap(\.self)
        let payloads = [blueprint.script, blueprint.inputs, blueprint.workspace].compactMap { $0?.descriptor }
        try atStage(.descriptors) { () throws(SystemCallError) in
            try DescriptorTable.closeAll(but: [0, 1, 2] + streams + wanted.tasks + payloads)
        }
    }

    /// v1 only: every byte from here on is charged to the cell.
    ///
    /// On v2 the process was born in its cgroup.
    private func joinControlGroup() throws(SetupError) {
        for tasks in blueprint.descriptors.tasks {
            try atStage(.joinControlGroup) { () throws(SystemCallError) in
                try syscall("write", on: "tasks") { unsafe write(tasks, "0", 1) }
            }
        }
    }

    /// Becomes an id that exists only here.
    ///
    /// Capabilities stay: neither id is 0 in this user namespace.
    private func becomeKeeper() throws(SetupError) {
        try atStage(.becomeKeeper) { () throws(SystemCallError) in
            try joinKeyring()
            try ThisProcess.leaveGroups()
            try ThisProcess.become(uid: CellIdentity.keeperInside, gid: CellIdentity.keeperInside)
            try ThisProcess.hide()
            // After the change of id, which clears it. If the warden went before this line, the next message fails.
            try ThisProcess.endWithParent()
            try syscall("setsid") { setsid() }
        }
    }

    /// Leaves the host's keys behind, for an empty keyring that this cell alone has.
    ///
    /// Before the change of id, so that the keyring is counted as root's: the kernel keeps a process that it has killed for
    /// want of memory for two seconds, with its keyring, and the id is to be free of everything when its cell is gone.
    /// A kernel without keyrings has none to inherit.
    private func joinKeyring() throws(SystemCallError) {
        do throws(SystemCallError) {
            try syscall("keyctl", on: "KEYCTL_JOIN_SESSION_KEYRING") { clinux_keyctl_join_session() }
        } catch  where error.errno == .noSystemCall {
        }
    }

    /// The cgroup namespace's root is the cgroup its maker is in: the cell's own, so that no path of the host is told.
    ///
    /// The time namespace is that of the processes which pid 1 starts: its own clock stays the warden's.
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

    /// Both names are copies of the host's until they are set.
    private func setUpHost() throws(SetupError) {
        try atStage(.host) { () throws(SystemCallError) in
            try syscall("sethostname") { unsafe clinux_sethostname("mayfly", 6) }
            try syscall("setdomainname") { unsafe clinux_setdomainname("(none)", 6) }
            _ = umask(0o022)
        }
    }

    /// - Returns: What a session's files are put into later, if the cell is built ahead.
    private func build() throws(SetupError) -> Shelves {
        var root = RootBuilder(
            cell: blueprint.plan.name,
            script: blueprint.script,
            inputs: blueprint.inputs,
            workspace: blueprint.workspace
        )
        // Permissions are set explicitly; an inherited umask must not narrow them.
        let mask = umask(0)
        try root.perform(blueprint.plan.mounts.steps)
        _ = umask(mask)
        try status.announceBuilt(root)
        return root.shelves
    }

    /// Starts the process that becomes the script as soon as pid 1 has opened the gate.
    ///
    /// Signals of children are kept for ``KeeperWatch`` from before the first child on.
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

    /// From here on pid 1 can wait, refuse, report and end, and nothing else, but for putting files where they belong.
    private func confine(_ watch: KeeperWatch) throws(SetupError) {
        try atStage(.privileges, "keeper") { () throws(SystemCallError) in
            try Capabilities.dropAll()
            try ThisProcess.forbidNewPrivileges()
            try DescriptorTable.closeAll(but: watch.descriptors)
            // Where files are still to come, the filter is loaded when they have come: no script has started then.
            if !blueprint.plan.main.isAhead { try blueprint.keeperFilter.load() }
        }
    }
}
