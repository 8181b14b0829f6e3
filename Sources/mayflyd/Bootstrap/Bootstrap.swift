internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import MayflyProfiles
internal import MayflyService
internal import MayflyYAML
internal import WardenClient

/// The steps of the start that need root, in order; the last one gives root up.
enum Bootstrap {
    /// Starts the daemon up to its socket, its warden and its own user.
    static func start(_ options: DaemonOptions) throws(StartError) -> StartedDaemon {
        guard geteuid() == 0 else {
            throw StartError("must be started as root; it becomes user '\(options.user)' by itself")
        }
        let manager = ServiceManager.take()
        let inherited = try InheritedSocket.take()
        arrangeProcess()
        let (settings, settingsFile) = try readSettings(options.config)
        // A missing file is reported when it is read.
        let agents = options.agents ?? AgentLocation.standard
        if access(agents, F_OK) == 0 { try Directory.checkWay(to: agents) }
        let budget = try HostBudget.find(settings.budget)
        let account = try Account(user: options.user, group: options.group)
        try prepareDirectories(options, for: account)
        let runLock = try DaemonLock.take(in: options.runDir, account: account)
        let stateLock = try DaemonLock.take(in: options.stateDir, account: account)
        let profiles = try ProfileLocation.find(options.profiles, runDirectory: options.runDir)
        let warden = try startWarden(options, settings, profiles, lock: runLock)
        let listener = try listen(on: inherited, at: "\(options.runDir)/mayfly.sock", group: account.gid)
        let roles = RoleGroups(settings)
        try Privileges.drop(to: account)
        return StartedDaemon(
            options: options,
            settings: settings,
            settingsFile: settingsFile,
            budget: budget,
            profiles: profiles,
            socket: warden.socket,
            warden: warden.pid,
            listener: listener.release(),
            manager: manager,
            roles: roles,
            locks: DescriptorBag(taking: [runLock.release(), stateLock.release()])
        )
    }

    /// Sets what the whole process needs from its start: ignored signals, the file mode mask, and room for descriptors.
    private static func arrangeProcess() {
        _ = signal(SIGPIPE, SIG_IGN)
        // A hang-up must not end the daemon before it can reload its profiles.
        _ = signal(SIGHUP, SIG_IGN)
        umask(0o027)
        Privileges.raiseDescriptorLimit()
    }

    private static func prepareDirectories(_ options: DaemonOptions, for account: Account) throws(StartError) {
        try Directory.prepare(options.runDir, owner: (0, account.gid), mode: 0o750)
        try Directory.prepare(options.stateDir, owner: (account.uid, account.gid), mode: 0o700)
        try TrustDirectory.prepare(options.trustDir, stateDirectory: options.stateDir)
    }

    /// The settings and the bytes of their file; the built-in settings and `nil` without a file.
    private static func readSettings(_ asked: String?) throws(StartError) -> (DaemonSettings, [UInt8]?) {
        let standard = DaemonSettings.standardPath
        guard let path = asked ?? (access(standard, F_OK) == 0 ? standard : nil) else {
            return (DaemonSettings(), nil)
        }
        try Directory.checkWay(to: path)
        let file = try step("read the configuration") { () throws(SystemCallError) in
            try OwnedDescriptor.open(path, .readFollowing)
        }
        let (status, bytes) = try step("read the configuration") { () throws(SystemCallError) in
            (try file.status(), try file.readAll(bound: NamedFile.longest))
        }
        guard status.owner == 0, status.permissions & 0o022 == 0 else {
            throw StartError(
                "\(path) decides who may approve, and others than root can change it; "
                    + "mend it with: chown root:root \(path); chmod 644 \(path)"
            )
        }
        do throws(FileErrors) {
            return (try DaemonSettingsParser.settings(from: NamedFile(name: path, bytes: bytes)), bytes)
        } catch {
            throw StartError("the configuration is wrong:\n\(error.text(bound: 8192))")
        }
    }

    /// The socket that was passed, otherwise a new one.
    private static func listen(
        on inherited: consuming OwnedDescriptor?,
        at path: String,
        group: gid_t
    ) throws(StartError) -> OwnedDescriptor {
        guard let inherited else { return try ListeningSocket.open(path, group: group) }
        try InheritedSocket.check(inherited, at: path, group: group)
        return inherited
    }

    private static func startWarden(
        _ options: DaemonOptions,
        _ settings: DaemonSettings,
        _ profiles: ProfileLocation,
        lock: borrowing OwnedDescriptor
    ) throws(StartError) -> (pid: Int32, socket: WardenProcess.StartedSocket) {
        let program = if let warden = options.warden { warden } else { try Programs.path(of: "mayfly-warden") }
        var arguments = [
            "--run-dir", options.runDir, "--state-dir", options.stateDir,
            "--profiles", profiles.directory,
            "--profile-reader", try Programs.path(of: "mayfly-profile-reader"),
            "--trust-dir", options.trustDir, "--verifier", try Programs.path(of: "mayfly-verify"),
            "--self-approval", settings.selfApproval ? "yes" : "no",
        ]
        if let cgroup = options.cgroup { arguments += ["--cgroup", cgroup] }
        // A killed warden's cells leave processes, which the daemon must reap and not the host's pid 1.
        try step("adopt what the warden leaves") { () throws(SystemCallError) in try Orphans.adopt() }
        do throws(WardenClientError) {
            return try WardenProcess.spawn(executable: program, arguments: arguments, lock: lock)
        } catch {
            throw StartError("the warden \(program) does not start: \(error)")
        }
    }
}
