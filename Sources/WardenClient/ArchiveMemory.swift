internal import CLinux
internal import LinuxSystem
internal import MayflyCore
internal import WardenProtocol

/// Writes files into a memory file, in the format of ``FileArchive``.
enum ArchiveMemory {
    private static let pieceSize = 1 << 20

    /// Makes a sealed memory file with `files`.
    static func make(_ name: String, _ files: [ArchiveFile]) throws(SystemCallError) -> OwnedDescriptor {
        let sorted = files.sorted { Manifest.precedes($0.path, $1.path) }
        let entries = sorted.map { FileArchive.Entry(path: $0.path, size: UInt64($0.count)) }
        let memory = try MemoryFile.make(name)
        try memory.writeAll(FileArchive(entries: entries).header, on: name)
        for file in sorted {
            switch file.content {
            case .bytes(let bytes): try memory.writeAll(bytes, on: name)
            case .source(let source): try copy(source, of: file.path, to: memory)
            }
        }
        let number = memory.number
        try syscall("fcntl", on: "\(name) F_ADD_SEALS") { clinux_memfd_seal(number) }
        return memory
    }

    private static func copy(
        _ source: any ArchiveSource,
        of path: String,
        to memory: borrowing OwnedDescriptor
    ) throws(SystemCallError) {
        var offset = 0
        while offset < source.count {
            let most = min(pieceSize, source.count - offset)
            guard let piece = source.piece(at: offset, atMost: most), !piece.isEmpty, piece.count <= most else {
                throw SystemCallError("read", on: path, errno: .inputOutput)
            }
            try memory.writeAll(piece, on: path)
            offset += piece.count
        }
    }
}
