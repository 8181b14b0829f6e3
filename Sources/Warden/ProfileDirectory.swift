internal import Glibc
internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

/// The root-owned directory of profiles: the warden reads the files, and a process without privilege parses them.
struct ProfileDirectory {
    private let options: WardenOptions
    private let identities: IdentityPool
    private let workshop: TemplateWorkshop

    init(_ options: WardenOptions, _ identities: IdentityPool, _ workshop: TemplateWorkshop) {
        self.options = options
        self.identities = identities
        self.workshop = workshop
    }

    /// Reads every profile, finds its paths on this host, compiles its filter and builds its template.
    func load() throws(WardenError) -> [LoadedProfile] {
        let listing = try understand(try gather())
        switch listing {
        case .errors(let text): throw WardenError.profiles(text)
        case .profiles(let profiles, let policies):
            guard !profiles.isEmpty else {
                throw WardenError.profiles("no profile in \(options.profileDirectory); put a .yaml file there")
            }
            var loaded: [LoadedProfile] = []
            for profile in profiles { loaded.append(try prepare(profile, policies)) }
            return loaded
        }
    }

    /// Puts the files' names and contents into one archive.
    private func gather() throws(WardenError) -> OwnedDescriptor {
        let directory = try TrustedFile.directory(options.profileDirectory)
        var names = try system { () throws(SystemCallError) in try DirectoryListing.names(in: directory) }
        names = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".json") }.filter(BundlePath.accepts)
            .sorted(by: Manifest.precedes)
        guard names.count <= FrameBound.profiles + FrameBound.policies else {
            throw WardenError.profiles(
                "\(options.profileDirectory) has \(names.count) files; at most \(FrameBound.profiles) profiles and "
                    + "\(FrameBound.policies) system call policies are read"
            )
        }
        var entries: [FileArchive.Entry] = []
        var contents: [UInt8] = []
        for name in names {
            let file = try TrustedFile.open(name, in: directory, "\(options.profileDirectory)/\(name)")
            let bytes = try system { () throws(SystemCallError) in try file.readAll(bound: 65_536) }
            entries.append(FileArchive.Entry(path: name, size: UInt64(bytes.count)))
            contents += bytes
        }
        let archive = FileArchive(entries: entries).header + contents
        return try system { () throws(SystemCallError) in
            let file = try MemoryFile.make("profiles")
            try file.writeAll(archive)
            return file
        }
    }

    /// Has the profile reader parse the archive, under a uid that no other process has.
    ///
    /// The daemon's uid would not do: another process of that user could take the reader over and answer in its place.
    private func understand(_ archive: consuming OwnedDescriptor) throws(WardenError) -> ProfileListing {
        let program = try TrustedFile.program(options.profileReader)
        let answer = try system { () throws(SystemCallError) in try MemoryFile.make("listing") }
        guard let identity = identities.take() else { throw WardenError.profiles("no user id is free for the reader") }
        defer { identities.giveBackIfUnused(identity) }
        let exit = try system { () throws(SystemCallError) in
            let descriptors = (input: archive.number, output: answer.number)
            let reader = try startReader(program.number, descriptors, as: identity.script)
            return try ChildProcess.wait(for: reader, atMost: .seconds(20))
        }
        guard let exit, exit.code == 0 else {
            throw WardenError.profiles(
                "\(options.profileReader) did not answer: \(exit.map { "\($0)" } ?? "still running after 20 s")"
            )
        }
        let bytes = try system { () throws(SystemCallError) in try answer.read(count: FrameBound.listing + 1, at: 0) }
        do throws(FrameError) {
            return try ProfileListing(frame: bytes, bound: FrameBound.listing)
        } catch {
            throw WardenError.profiles("\(options.profileReader) answered nonsense: \(error)")
        }
    }

    private func startReader(
        _ program: CInt,
        _ descriptors: (input: CInt, output: CInt),
        as uid: UInt32
    ) throws(SystemCallError) -> ProcessHandle {
        let parent = getpid()
        return try ChildProcess.fork {
            do throws(SystemCallError) {
                _ = lseek(descriptors.input, 0, SEEK_SET)
                try syscall("dup2") { dup2(descriptors.input, 0) }
                try syscall("dup2") { dup2(descriptors.output, 1) }
                try Identity.become(uid: uid, gid: uid)
                try ChildProcess.dieWithParent(parent)
                var arguments: [UnsafeMutablePointer<CChar>?] = unsafe [strdup("mayfly-profile-reader"), nil]
                var environment: [UnsafeMutablePointer<CChar>?] = unsafe [nil]
                unsafe fexecve(program, &arguments, &environment)
                throw SystemCallError("fexecve", on: options.profileReader, errno: .current)
            } catch {
                StandardError.write("mayfly-warden: profile reader: \(error)")
                _exit(1)
            }
        }
    }

    private func prepare(_ profile: Profile, _ policies: [String: [SystemCallGroup]]) throws(WardenError)
        -> LoadedProfile
    {
        let visible = try Self.visible(of: profile)
        let policy = try policy(of: profile, among: policies)
        let isFile = if case .file = profile.systemCalls { true } else { false }
        let filter: SeccompProgram
        do throws(SystemCallError) {
            filter = try SeccompProgram(policy, newCalls: isFile)
        } catch {
            throw WardenError.profiles("profile \(profile.name), \(profile.systemCalls.rawValue): \(error)")
        }
        guard filter.count <= SeccompProgram.longest else {
            throw WardenError.profiles(
                "\(profile.systemCalls.rawValue) makes a filter of \(filter.count) instructions; the kernel takes "
                    + "\(SeccompProgram.longest)"
            )
        }
        return LoadedProfile(
            profile,
            policy: policy,
            filter: filter,
            visible: visible,
            disk: try Self.disk(of: profile, showing: visible),
            template: try template(showing: visible, for: profile)
        )
    }

    private func template(showing visible: [VisiblePath], for profile: Profile) throws(WardenError) -> RootTemplate {
        do throws(SetupError) { return try workshop.build(visible) } catch {
            throw WardenError.profiles(
                "profile \(profile.name): its root cannot be built: \(error.subject): \(error.errno.name)"
            )
        }
    }

    /// The disks behind the shown paths; links are skipped, since their target is shown by itself or is not there.
    static func disk(of profile: Profile, showing visible: [VisiblePath]) throws(WardenError) -> DiskPlan? {
        guard let rate = profile.io else { return nil }
        var devices: [BlockDevice] = []
        for path in visible {
            if case .link = path.kind { continue }
            do throws(DiskSearch.Failure) {
                devices += try DiskSearch.disks(behind: path.path)
            } catch {
                throw WardenError.profiles("profile \(profile.name): \(error)")
            }
        }
        return DiskPlan(rate: rate, devices: devices)
    }

    private func policy(
        of profile: Profile,
        among policies: [String: [SystemCallGroup]]
    ) throws(WardenError) -> SystemCallPolicy {
        switch profile.systemCalls {
        case .builtIn(let set):
            let policy = SystemCallPolicy(set)
            return HostSettings.hasIPv6 ? policy : policy.withoutIPv6
        case .file(let name):
            guard let groups = policies[name] else {
                throw WardenError.profiles("profile \(profile.name): \(options.profileDirectory)/\(name) was not read")
            }
            let policy = SystemCallPolicy(groups: groups, otherwise: .report)
            try Self.check(policy, name, for: profile)
            return policy
        }
    }

    /// The shown paths, as they are on the host now.
    static func visible(of profile: Profile) throws(WardenError) -> [VisiblePath] {
        var visible: [VisiblePath] = []
        for path in profile.visiblePaths { visible.append(try find(path, for: profile)) }
        return visible
    }

    private static func check(_ policy: SystemCallPolicy, _ name: String, for profile: Profile) throws(WardenError) {
        guard policy.missingForStart.isEmpty else {
            let missing = policy.missingForStart.joined(separator: " ")
            throw WardenError.profiles("\(name) does not allow \(missing), without which no script starts")
        }
        guard profile.warm == nil || policy.missingForWaiting.isEmpty else {
            let missing = policy.missingForWaiting.joined(separator: " ")
            throw WardenError.profiles(
                "\(name) does not allow \(missing), without which no cell is built ahead; profile \(profile.name) has warm"
            )
        }
        guard profile.warm.map({ $0.node == 0 }) ?? true || policy.reports(StreamRequest.call) else {
            throw WardenError.profiles(
                "\(name) has a rule about \(StreamRequest.call), by which a node that was started ahead asks for its streams; "
                    + "profile \(profile.name) has warm.node"
            )
        }
    }

    /// Finds a shown path; a missing one is an error, since a cell without it would not be what the profile says.
    private static func find(_ path: String, for profile: Profile) throws(WardenError) -> VisiblePath {
        let found: VisiblePath?
        do throws(SystemCallError) { found = try VisiblePath(path, FileStatus(of: path)) } catch {
            throw WardenError.profiles("profile \(profile.name) shows \(path): \(error)")
        }
        guard let found else {
            throw WardenError.profiles(
                "profile \(profile.name) shows \(path), which is neither a file, a directory nor a link"
            )
        }
        return found
    }
}
