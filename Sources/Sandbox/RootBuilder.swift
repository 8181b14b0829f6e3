internal import Glibc
internal import LinuxSystem
internal import MayflyCore
internal import SandboxPlan

/// Performs the steps of a ``MountPlan`` in a cell's first process, which is alone in its mount namespace.
struct RootBuilder: ~Copyable {
    private let session: String
    private let script: Payload?
    private let inputs: Payload?
    private let workspace: Payload?
    /// The writable file system, and the one with what covers others, once their steps were done.
    ///
    /// Both are mounted below the new root, at the same place: parts of them can be shown, and the old root takes them along
    /// when it goes.
    private var scratch: OwnedDescriptor?
    private var masks: OwnedDescriptor?

    private static let nothing: Mounts.Restrictions = [.noSetUserID, .noDevices, .noExecution]

    init(session: String, script: Payload?, inputs: Payload?, workspace: Payload?) {
        self.session = session
        self.script = script
        self.inputs = inputs
        self.workspace = workspace
    }

    /// Performs every step in order, and stops at the first that fails.
    mutating func perform(_ plan: MountPlan) throws(SetupError) {
        try atStage(.mounts, "private") { () throws(SystemCallError) in try Mounts.makePrivate() }
        for step in plan.steps {
            do throws(SystemCallError) {
                try perform(step)
            } catch {
                throw SetupError(Self.stage(of: step), error, during: step.description)
            }
        }
    }

    private static func stage(of step: MountStep) -> SetupStage {
        switch step {
        case .script, .inputs, .workspace: .script
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
            try Mounts.attach(Mounts.clone(source, recursive: true, [.readOnly, .noSetUserID, .noDevices]), at: path)
        case .showFile(let source, let path):
            try Mounts.attach(Mounts.clone(source, recursive: false, [.readOnly, .noSetUserID, .noDevices]), at: path)
        case .device(let source, let path):
            try Mounts.attach(Mounts.clone(source, recursive: false, [.noSetUserID, .noExecution]), at: path)
        case .proc(let path):
            let all: Mounts.Restrictions = [.readOnly, .noSetUserID, .noDevices, .noExecution]
            try Mounts.attach(Mounts.make("proc", source: "proc", options: [("hidepid", "invisible")], all), at: path)
        case .masks: try makeMasks()
        case .maskFile(let path): try mask(path, with: "file")
        case .maskDirectory(let path): try mask(path, with: "directory")
        case .scratch(let size, let inodes, let executable):
            try makeScratch(size: size.bytes, inodes: inodes, executable: executable)
        case .scratchDirectory(let name, let path, let permissions):
            try showScratch(name, at: path, permissions: permissions)
        case .script(let path): try copy(script, to: path)
        case .inputs(let path): try copy(inputs, to: path)
        case .workspace(let path): try copy(workspace, to: path, owner: CellIdentity.scriptInside)
        case .pivot: try Mounts.pivot()
        case .sealRoot: try Mounts.restrict("/", [.readOnly, .noSetUserID, .noDevices])
        }
    }

    /// Makes a tmpfs, mounts it on the working directory, and goes there.
    private func stack(
        _ options: [(name: String, value: String)],
        _ restrictions: Mounts.Restrictions
    ) throws(SystemCallError) -> OwnedDescriptor {
        let made = try Mounts.make("tmpfs", source: "mayfly-\(session)", options: options, restrictions)
        try Mounts.attach(made, at: ".")
        let number = made.number
        try syscall("fchdir", on: "tmpfs") { fchdir(number) }
        return made
    }

    private func makeRoot(size: UInt64, inodes: UInt32) throws(SystemCallError) {
        let options = [("size", "\(size)"), ("nr_inodes", "\(inodes)"), ("mode", "0755")]
        _ = try stack(options, [.noSetUserID, .noDevices])
    }

    private mutating func makeMasks() throws(SystemCallError) {
        masks = try stack([("size", "4096"), ("nr_inodes", "3"), ("mode", "0555")], Self.nothing)
        try Self.makeDirectory("directory")
        try Self.makeFile("file", "")
        try Mounts.restrict(".", [.readOnly])
    }

    private func mask(_ path: String, with name: String) throws(SystemCallError) {
        guard Self.exists(path) else { return }
        let number = try Self.number(of: masks)
        try Mounts.attach(Mounts.clone(name, in: number, recursive: false, []), at: path)
    }

    private mutating func makeScratch(size: UInt64, inodes: UInt32, executable: Bool) throws(SystemCallError) {
        // The root and the four directories are not the session's.
        let options = [("size", "\(size)"), ("nr_inodes", "\(UInt64(inodes) + 5)"), ("mode", "0755")]
        scratch = try stack(options, executable ? [.noSetUserID, .noDevices] : Self.nothing)
    }

    private func showScratch(_ name: String, at path: String, permissions: UInt32) throws(SystemCallError) {
        let number = try Self.number(of: scratch)
        let script = CellIdentity.scriptInside
        try syscall("mkdirat", on: name) { unsafe mkdirat(number, name, 0o755) }
        try syscall("fchmodat", on: name) { unsafe fchmodat(number, name, permissions, 0) }
        try syscall("fchownat", on: name) { unsafe fchownat(number, name, script, script, AT_SYMLINK_NOFOLLOW) }
        try Mounts.attach(Mounts.clone(name, in: number, recursive: false, []), at: path)
    }

    /// A plan that shows parts of what it has not made is no plan.
    private static func number(of made: borrowing OwnedDescriptor?) throws(SystemCallError) -> CInt {
        switch made {
        case .some(let owned): owned.number
        case .none: throw SystemCallError("open_tree", on: "what was not made", errno: .badFileDescriptor)
        }
    }

    /// Copies files, and makes the directories that they lie in.
    ///
    /// - Parameter owner: Who may change them; `nil` for nobody. What may be changed may not be executed.
    private func copy(_ payload: Payload?, to directory: String, owner: UInt32? = nil) throws(SystemCallError) {
        guard let payload else { return }
        // By bytes: names that look alike are two names.
        var made: Set<[UInt8]> = []
        for file in payload.files {
            var parent = directory
            for part in BundlePath.parts(of: file.path).dropLast() {
                parent += "/\(part)"
                guard made.insert(Array(parent.utf8)).inserted else { continue }
                try Self.makeDirectory(parent)
                if let owner { try syscall("lchown", on: parent) { unsafe lchown(parent, owner, owner) } }
            }
            try copy(file, from: payload.descriptor, to: "\(directory)/\(file.path)", owner: owner)
        }
    }

    private func copy(
        _ file: Payload.File,
        from source: CInt,
        to path: String,
        owner: UInt32?
    ) throws(SystemCallError) {
        let permissions: UInt32 = owner != nil ? 0o644 : file.isExecutable ? 0o555 : 0o444
        let target = try OwnedDescriptor.open(path, .create, permissions: permissions)
        let number = target.number
        if let owner { try syscall("fchown", on: path) { fchown(number, owner, owner) } }
        var offset = off_t(file.offset)
        let end = off_t(file.offset + file.size)
        while offset < end {
            let count = try syscall("sendfile", on: path) {
                unsafe sendfile(number, source, &offset, Int(end - offset))
            }
            guard count > 0 else { throw SystemCallError("sendfile", on: path, errno: .invalidArgument) }
        }
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
