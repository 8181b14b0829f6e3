internal import Glibc
internal import LinuxSystem
internal import MayflyCore
internal import SandboxPlan

/// Performs the steps of a ``TemplatePlan`` or a ``MountPlan`` in a process that is alone in its mount namespace.
struct RootBuilder: ~Copyable {
    /// The source that every file system made here carries, so that it can be recognised.
    private let name: String
    private let script: Payload?
    private let inputs: Payload?
    private let workspace: Payload?
    /// The writable file system, once it is made; its directories are shown at several paths.
    private var scratch: OwnedDescriptor?
    /// The file systems that a session's files are put into later.
    private(set) var shelves = Shelves()

    private static let nothing: Mounts.Restrictions = [.noSetUserID, .noDevices, .noExecution]

    /// Builds a template, which holds nothing of any session.
    init() {
        name = "mayfly-template"
        script = nil
        inputs = nil
        workspace = nil
    }

    /// Builds a cell's root.
    init(cell: String, script: Payload?, inputs: Payload?, workspace: Payload?) {
        name = "mayfly-\(cell)"
        self.script = script
        self.inputs = inputs
        self.workspace = workspace
    }

    /// Performs every step in order, and stops at the first that fails.
    mutating func perform(_ steps: [MountStep]) throws(SetupError) {
        for step in steps {
            do throws(SystemCallError) {
                try perform(step)
            } catch {
                throw SetupError(Self.stage(of: step), error, during: step.description)
            }
        }
    }

    private static func stage(of step: MountStep) -> SetupStage {
        switch step {
        case .payload, .shelf, .bootstrap, .workspace: .script
        case .pivot, .sealRoot: .pivot
        default: .mounts
        }
    }

    private mutating func perform(_ step: MountStep) throws(SystemCallError) {
        switch step {
        case .root(let size, let inodes): try makeRoot(size: size.bytes, inodes: inodes)
        case .directory(let path): try Self.makeDirectory(path)
        case .file(let path, let text): try Self.makeFile(path, text)
        case .link(let path, let target): try syscall("symlink", on: path) { unsafe symlink(target, path) }
        case .showDirectory(let source, let path):
            try Self.show(source, recursive: true, at: path)
        case .showFile(let source, let path):
            try Self.show(source, recursive: false, at: path)
        case .device(let source, let path):
            try Mounts.attach(
                Mounts.clone(source, recursive: false, [.readOnly, .noSetUserID, .noExecution]),
                at: path
            )
        case .proc(let path):
            try Self.mountProc(at: path)
        case .masks(let path): try makeMasks(at: path)
        case .maskFile(let path): try Self.mask(path, with: "file")
        case .maskDirectory(let path): try Self.mask(path, with: "directory")
        case .scratch(let size, let inodes, let executable, let path):
            try makeScratch(size: size.bytes, inodes: inodes, executable: executable, at: path)
        case .scratchDirectory(let name, let path, let permissions):
            try showScratch(name, at: path, permissions: permissions)
        case .payload(let name, let size, let inodes, let executable):
            try makePayload(name, makeMemory(size: size.bytes, inodes: UInt64(inodes), Self.restrictions(executable)))
        case .shelf(let name, let size, let inodes, let executable):
            try makeShelf(name, makeMemory(size: size.bytes, inodes: UInt64(inodes), Self.restrictions(executable)))
        case .bootstrap(let file): try put(file)
        case .workspace(let path): try fill(path)
        case .pivot: try Mounts.pivot()
        case .sealRoot: try Mounts.restrict("/", [.readOnly, .noSetUserID, .noDevices])
        }
    }

    private func makeRoot(size: UInt64, inodes: UInt32) throws(SystemCallError) {
        let made = try makeMemory(size: size, inodes: UInt64(inodes), [.noSetUserID, .noDevices])
        try Mounts.attach(made, at: ".")
        let number = made.number
        try syscall("fchdir", on: "tmpfs") { fchdir(number) }
    }

    /// The restrictions for a session's files; the plan decides whether these may be executed.
    private static func restrictions(_ executable: Bool) -> Mounts.Restrictions {
        executable ? [.noSetUserID, .noDevices] : nothing
    }

    /// Makes a tmpfs that is not mounted anywhere yet.
    private func makeMemory(
        size: UInt64,
        inodes: UInt64,
        _ restrictions: Mounts.Restrictions
    ) throws(SystemCallError) -> OwnedDescriptor {
        let options = ["size=\(size)", "nr_inodes=\(inodes)", "mode=0755"]
        return try Mounts.make("tmpfs", source: name, options: options, restrictions)
    }

    private func makeMasks(at path: String) throws(SystemCallError) {
        try Mounts.attach(makeMemory(size: 4096, inodes: 3, Self.nothing), at: path)
        try Self.makeDirectory("\(path)/directory")
        try Self.makeFile("\(path)/file", "")
        try Mounts.restrict(path, [.readOnly])
    }

    private static func mountProc(at path: String) throws(SystemCallError) {
        let all: Mounts.Restrictions = [.readOnly, .noSetUserID, .noDevices, .noExecution]
        try Mounts.attach(Mounts.make("proc", source: "proc", options: ["hidepid=invisible"], all), at: path)
    }

    /// Covers a path of proc; a path that this kernel's proc lacks needs no cover.
    private static func mask(_ path: String, with name: String) throws(SystemCallError) {
        let cover = "\(MountStep.masks)/\(name)"
        do throws(SystemCallError) {
            try Mounts.bind(cover, at: path)
        } catch  where error.errno == .noEntry && exists(cover) && !exists(path) {
        }
    }

    private mutating func makeScratch(
        size: UInt64,
        inodes: UInt32,
        executable: Bool,
        at path: String
    ) throws(SystemCallError) {
        // The root and the four directories do not count against the session's limit.
        let made = try makeMemory(size: size, inodes: UInt64(inodes) + 5, Self.restrictions(executable))
        try Mounts.attach(made, at: path)
        scratch = consume made
    }

    private func showScratch(_ name: String, at path: String, permissions: UInt32) throws(SystemCallError) {
        let number = try Self.number(of: scratch)
        let script = CellIdentity.scriptInside
        try syscall("mkdirat", on: name) { unsafe mkdirat(number, name, 0o755) }
        try syscall("fchmodat", on: name) { unsafe fchmodat(number, name, permissions, 0) }
        try syscall("fchownat", on: name) { unsafe fchownat(number, name, script, script, AT_SYMLINK_NOFOLLOW) }
        try Mounts.attach(Mounts.clone(name, in: number, recursive: false, []), at: path)
    }

    /// The number of the scratch file system; throws if the plan shows parts of it before it is made.
    private static func number(of made: borrowing OwnedDescriptor?) throws(SystemCallError) -> CInt {
        switch made {
        case .some(let owned): owned.number
        case .none: throw SystemCallError("open_tree", on: "what was not made", errno: .badFileDescriptor)
        }
    }

    private func makePayload(_ name: String, _ made: consuming OwnedDescriptor) throws(SystemCallError) {
        guard let payload = name == "inputs" ? inputs : script else {
            throw SystemCallError("open", on: "the files of \(name)", errno: .badFileDescriptor)
        }
        try Mounts.attach(made, at: name)
        try PayloadCopy.copy(payload, to: name)
        try Mounts.restrict(name, [.readOnly])
    }

    /// Makes a file system that is shown read-only, and keeps it open to put files into.
    ///
    /// The script sees a second, read-only mount. The writable first mount is detached, and exists only while pid 1 has it open.
    private mutating func makeShelf(_ name: String, _ made: consuming OwnedDescriptor) throws(SystemCallError) {
        try Mounts.attach(made, at: name)
        let shown = try Mounts.clone(name, recursive: false, [.readOnly])
        try Mounts.detach(name)
        try Mounts.attach(shown, at: name)
        shelves[name] = made.release()
    }

    private static func show(_ source: String, recursive: Bool, at path: String) throws(SystemCallError) {
        try Mounts.attach(Mounts.clone(source, recursive: recursive, [.readOnly, .noSetUserID, .noDevices]), at: path)
    }

    private func put(_ file: BootstrapFile) throws(SystemCallError) {
        guard let shelf = shelves["script"] else {
            throw SystemCallError("mkdirat", on: "a shelf that was not made", errno: .badFileDescriptor)
        }
        try BootstrapShelf.put(file, on: shelf)
    }

    /// Copies the kept workspace to where the script can change it.
    private func fill(_ directory: String) throws(SystemCallError) {
        guard let workspace else {
            throw SystemCallError("open", on: "the files of the workspace", errno: .badFileDescriptor)
        }
        try PayloadCopy.copy(workspace, to: directory, owner: CellIdentity.scriptInside)
    }

    private static func makeDirectory(_ path: String) throws(SystemCallError) {
        try syscall("mkdir", on: path) { unsafe mkdir(path, 0o755) }
    }

    private static func makeFile(_ path: String, _ text: String) throws(SystemCallError) {
        let file = try OwnedDescriptor.open(path, .create, permissions: 0o444)
        if !text.isEmpty { try file.write(text, on: path) }
    }

    private static func exists(_ path: String) -> Bool {
        unsafe faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0
    }
}
