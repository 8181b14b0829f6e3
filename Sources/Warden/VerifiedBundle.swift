internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

/// A bundle in the warden's own sealed copy; its digest was computed from that copy.
final class VerifiedBundle {
    let memory: OwnedDescriptor
    /// The files; those whose form the kernel can execute (``ProgramForm``) are marked executable.
    let files: [Payload.File]
    /// The paths of the native programs of this machine, without scripts.
    let programs: [String]
    /// SHA-256 of the manifest, computed from the files themselves.
    let digest: Digest

    private init(memory: consuming OwnedDescriptor, _ content: Content) {
        self.memory = memory
        (files, programs, digest) = (content.files, content.programs, content.digest)
    }

    /// What was found in an archive.
    private struct Content {
        let files: [Payload.File]
        let programs: [String]
        let digest: Digest
    }

    /// The files for a cell to copy; executable are those of an executable form whose path `mayExecute` accepts.
    func payload(executable mayExecute: (String) -> Bool) -> Payload {
        let marked = files.map { file in
            var file = file
            file.isExecutable = file.isExecutable && mayExecute(file.path)
            return file
        }
        return Payload(descriptor: memory.number, files: marked)
    }

    /// The bytes of the bundle's `mayfly.yaml`; `nil` when it has none.
    func description() throws(LaunchRefusal) -> [UInt8]? {
        guard let file = files.first(where: { $0.path.hasBytes(of: "mayfly.yaml") }) else { return nil }
        guard file.size <= UInt64(FrameBound.description) else {
            throw LaunchRefusal(
                rule: "malformed_bundle",
                detail: "mayfly.yaml has \(file.size) bytes; \(FrameBound.description) at most"
            )
        }
        return try Self.readable { () throws(SystemCallError) in
            try memory.read(count: Int(file.size), at: Int(file.offset))
        }
    }

    /// Copies, seals and hashes an archive.
    ///
    /// Whoever holds the original may still change it; nobody can change the copy.
    static func copy(_ source: borrowing OwnedDescriptor, name: String) throws(LaunchRefusal) -> VerifiedBundle {
        let bound = FrameBound.archive + FileArchive.prefixLength + FileArchive.longestHeader
        let memory = try readable { () throws(SystemCallError) in
            try MemoryFile.sealedCopy(of: source, name: name, bound: bound)
        }
        let parsed = try readable { () throws(SystemCallError) in unsafe try memory.withMappedBytes { unsafe parse($0) }
        }
        switch parsed {
        case .success(let content): return VerifiedBundle(memory: memory, content)
        case .failure(let error): throw LaunchRefusal(rule: "malformed_archive", detail: "\(name): \(error)")
        }
    }

    private static func readable<Value: ~Copyable>(
        _ body: () throws(SystemCallError) -> Value
    ) throws(LaunchRefusal) -> Value {
        do throws(SystemCallError) { return try body() } catch {
            throw LaunchRefusal(rule: "malformed_archive", detail: "\(error)")
        }
    }

    private static func parse(_ bytes: UnsafeRawBufferPointer) -> Result<Content, FrameError> {
        Result { () throws(FrameError) in
            let prefix = unsafe Array(bytes.prefix(FileArchive.prefixLength))
            let length = try FileArchive.headerLength(prefix: prefix)
            let start = FileArchive.prefixLength + length
            guard start <= bytes.count else { throw FrameError.truncated(field: "header") }
            let header = unsafe Array(bytes[FileArchive.prefixLength..<start])
            let archive = try FileArchive(header: header, contentLength: UInt64(bytes.count - start))
            var offset = start
            var (files, programs): ([Payload.File], [String]) = ([], [])
            var manifest: [Manifest.Entry] = []
            for entry in archive.entries {
                let content = unsafe UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + Int(entry.size))])
                manifest.append(Manifest.Entry(path: entry.path, digest: unsafe SHA256.digest(of: content)))
                let isProgram = unsafe ProgramForm(content).isNative
                let isExecutable = unsafe isProgram || ProgramForm(content).isExecutable
                if isProgram { programs.append(entry.path) }
                files.append(
                    Payload.File(
                        path: entry.path,
                        offset: UInt64(offset),
                        size: entry.size,
                        isExecutable: isExecutable
                    )
                )
                offset += Int(entry.size)
            }
            let digest = SHA256.digest(of: Array(Manifest.text(of: manifest).utf8))
            return Content(files: files, programs: programs, digest: digest)
        }
    }
}
