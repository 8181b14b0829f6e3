internal import Glibc
internal import LinuxSystem
internal import MayflyCore
internal import SandboxPlan

/// Performs the steps of a ``MountPlan`` in a cell's first process, which is alone in its mount namespace.
struct RootBuilder: ~Copyable {
    private let session: String
    private let script: Payload?
    private let inputs: Payload?
    /// The writable file system, once its step was done.
    private(set) var scratch: OwnedDescriptor?

    /// Where the scratch file system hangs until its directories are shown.
    private static let scratchPath = ".scratch"
    /// Where the empty file and directory are until everything is covered.
    private static let maskPath = ".mask"
    private static let nothing: Mounts.Restrictions = [.noSetUserID, .noDevices, .noExecution]

    init(session: String, script: Payload?, inputs: Payload?) {
        self.session = session
        self.script = script
        self.inputs = inputs
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
        case .script, .inputs: .script
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
        case .pivot:
            for hidden in [Self.scratchPath, Self.maskPath] {
                try Mounts.detach(hidden)
                try syscall("rmdir", on: hidden) { unsafe rmdir(hidden) }
            }
            try Mounts.pivot()
        case .sealRoot: try Mounts.restrict("/", [.readOnly, .noSetUserID, .noDevices])
        }
    }

    private func makeRoot(size: UInt64, inodes: UInt32) throws(SystemCallError) {
        let options = [("size", "\(size)"), ("nr_inodes", "\(inodes)"), ("mode", "0755")]
        let root = try Mounts.make("tmpfs", source: "mayfly-\(session)", options: options, [.noSetUserID, .noDevices])
        try Mounts.attach(root, at: ".")
        let number = root.number
        try syscall("fchdir", on: "root") { fchdir(number) }
    }

    private func makeMasks() throws(SystemCallError) {
        try Self.makeDirectory(Self.maskPath)
        let options = [("size", "4096"), ("nr_inodes", "3"), ("mode", "0555")]
        try Mounts.attach(
            Mounts.make("tmpfs", source: "mayfly-\(session)", options: options, Self.nothing),
            at: Self.maskPath
        )
        try Self.makeDirectory("\(Self.maskPath)/directory")
        try Self.makeFile("\(Self.maskPath)/file", "")
        try Mounts.restrict(Self.maskPath, [.readOnly])
    }

    private func mask(_ path: String, with name: String) throws(SystemCallError) {
        guard Self.exists(path) else { return }
        let all = Self.nothing.union(.readOnly)
        try Mounts.attach(Mounts.clone("\(Self.maskPath)/\(name)", recursive: false, all), at: path)
    }

    private mutating func makeScratch(size: UInt64, inodes: UInt32, executable: Bool) throws(SystemCallError) {
        try Self.makeDirectory(Self.scratchPath)
        // The root and the four directories are not the session's.
        let options = [("size", "\(size)"), ("nr_inodes", "\(UInt64(inodes) + 5)"), ("mode", "0755")]
        let restrictions: Mounts.Restrictions =
            executable ? [.noSetUserID, .noDevices] : [.noSetUserID, .noDevices, .noExecution]
        let made = try Mounts.make("tmpfs", source: "mayfly-\(session)", options: options, restrictions)
        try Mounts.attach(made, at: Self.scratchPath)
        scratch = consume made
    }

    private func showScratch(_ name: String, at path: String, permissions: UInt32) throws(SystemCallError) {
        let source = "\(Self.scratchPath)/\(name)"
        try Self.makeDirectory(source)
        try syscall("chmod", on: source) { unsafe chmod(source, permissions) }
        try syscall("chown", on: source) { unsafe lchown(source, CellIdentity.scriptInside, CellIdentity.scriptInside) }
        try Mounts.attach(Mounts.clone(source, recursive: false, []), at: path)
    }

    private func copy(_ payload: Payload?, to directory: String) throws(SystemCallError) {
        guard let payload else { return }
        var made: Set<String> = []
        for file in payload.files {
            var parent = directory
            for part in file.path.split(separator: "/").dropLast() {
                parent += "/\(part)"
                if made.insert(parent).inserted { try Self.makeDirectory(parent) }
            }
            try copy(file, from: payload.descriptor, to: "\(directory)/\(file.path)")
        }
    }

    private func copy(_ file: Payload.File, from source: CInt, to path: String) throws(SystemCallError) {
        let target = try OwnedDescriptor.open(path, .create, permissions: 0o555)
        let number = target.number
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
