internal import Glibc
internal import LinuxSystem
internal import Sandbox

/// The mounts in the warden's own mount namespace that could be a cell's.
///
/// A host may have thousands of mounts, and the end of every session needs the table. So it is read again only when the kernel
/// reports a change, or when it was read more than a second ago.
final class HostMounts {
    private let table: OwnedDescriptor
    /// The sources in the table that begin with ``prefix``, as last read; `nil` when the table could not be read.
    private var names: Set<String>?
    /// When the table is read again even without a reported change.
    private var due = Instant(nanoseconds: 0)

    /// What the source of every cell's file systems begins with, before the cell's name.
    static let prefix = "mayfly-"

    init() throws(SystemCallError) {
        table = try OwnedDescriptor.open("/proc/self/mountinfo", .read)
    }

    /// Whether a file system with a cell's name is mounted; `nil` when the table cannot be read.
    func hold(_ cell: String) -> Bool? { current.map { $0.contains(Self.prefix + cell) } }

    /// The sorted names of cells that have a file system mounted here; `nil` when the table cannot be read.
    func cells() -> [String]? {
        current.map { names in
            names.map { String(decoding: $0.utf8.dropFirst(Self.prefix.utf8.count), as: UTF8.self) }
                .filter { ControlGroupHost.isCell($0) }.sorted()
        }
    }

    /// The sources as of now.
    private var current: Set<String>? {
        // `hasChanged` comes before the reading: a change during the reading is reported again the next time.
        let now = Instant.now
        if hasChanged || names == nil || due <= now {
            names = read()
            due = now + .seconds(1)
        }
        return names
    }

    /// Whether a mount has come or gone since the last call; also true when the kernel does not say.
    private var hasChanged: Bool {
        var question = pollfd(fd: table.number, events: Int16(POLLPRI), revents: 0)
        return unsafe poll(&question, 1, 0) != 0
    }

    private func read() -> Set<String>? {
        guard lseek(table.number, 0, SEEK_SET) == 0, let bytes = try? table.readAll(bound: 1 << 22) else { return nil }
        return Set(bytes.split(separator: UInt8(ascii: "\n")).compactMap(Self.name))
    }

    /// The source in a line of the table if it could be a cell's; `nil` for another type or name.
    ///
    /// Unprivileged users can mount file systems with names of their choice, but no tmpfs in this mount namespace.
    private static func name(in line: ArraySlice<UInt8>) -> String? {
        let words = line.split(separator: UInt8(ascii: " "))
        // The separator follows six fields and any number of optional ones; see proc(5).
        guard let end = words.dropFirst(6).firstIndex(where: { $0.elementsEqual("-".utf8) }), end + 2 < words.count,
            words[end + 1].elementsEqual("tmpfs".utf8), words[end + 2].starts(with: Self.prefix.utf8)
        else { return nil }
        return String(decoding: words[end + 2], as: UTF8.self)
    }
}
