internal import CLinux
internal import LinuxSystem
internal import MayflyCore
internal import WardenProtocol

/// Puts files into a memory file, in the layout that the warden reads.
enum ArchiveMemory {
    /// A sealed memory file with `files`.
    static func make(_ name: String, _ files: [ArchiveFile]) throws(SystemCallError) -> OwnedDescriptor {
        let sorted = files.sorted { Manifest.precedes($0.path, $1.path) }
        let entries = sorted.map { FileArchive.Entry(path: $0.path, size: UInt64($0.bytes.count)) }
        let memory = try MemoryFile.make(name)
        try memory.writeAll(FileArchive(entries: entries).header, on: name)
        for file in sorted { try memory.writeAll(file.bytes, on: name) }
        let number = memory.number
        try syscall("fcntl", on: "\(name) F_ADD_SEALS") { clinux_memfd_seal(number) }
        return memory
    }
}
