internal import Glibc
internal import LinuxSystem
internal import Sandbox

/// The mounts of the namespace that the warden lives in, as far as they could be a cell's.
///
/// The table is read again only when the kernel says that it has changed, and once a second: a host may have thousands of mounts,
/// and every session is looked for in it.
final class HostMounts {
    private let table: OwnedDescriptor
    /// The sources in the table that begin as those of cells do, as of the last time that it was read.
    private var names: Set<String>?
    /// When it is read whatever the kernel says.
    private var due = Instant(nanoseconds: 0)

    /// Every file system of a cell has this before the cell's name, as its source.
    static let prefix = "mayfly-"

    init() throws(SystemCallError) {
        table = try OwnedDescriptor.open("/proc/self/mountinfo", .read)
    }

    /// Whether a file system is mounted that carries a cell's name; `nil` when the table cannot be read.
    func hold(_ cell: String) -> Bool? { current.map { $0.contains(Self.prefix + cell) } }

    /// The names of the cells of which a file system is mounted, sorted; `nil` when the table cannot be read.
    func cells() -> [String]? {
        current.map { names in
            names.map { String(decoding: $0.utf8.dropFirst(Self.prefix.utf8.count), as: UTF8.self) }
                .filter { ControlGroupHost.isCell($0) }.sorted()
        }
    }

    /// What the table has now.
    private var current: Set<String>? {
        // Asked before it is read: what changes meanwhile is said again the next time.
        let now = Instant.now
        if hasChanged || names == nil || due <= now {
            names = read()
            due = now + .seconds(1)
        }
        return names
    }

    /// Whether a mount has come or gone since this was asked last; also when the kernel does not say.
    private var hasChanged: Bool {
        var question = pollfd(fd: table.number, events: Int16(POLLPRI), revents: 0)
        return unsafe poll(&question, 1, 0) != 0
    }

    private func read() -> Set<String>? {
        guard lseek(table.number, 0, SEEK_SET) == 0, let bytes = try? table.readAll(bound: 1 << 22) else { return nil }
        return Set(bytes.split(separator: UInt8(ascii: "\n")).compactMap(Self.name))
    }

    /// What a line of the table says of a file system that could be a cell's; `nil` for one of another kind or name.
    ///
    /// Others may mount file systems of their own, with names of their choice, but no such one.
    private static func name(in line: ArraySlice<UInt8>) -> String? {
        let words = line.split(separator: UInt8(ascii: " "))
        // Behind six fields and any number of optional ones; see proc(5).
        guard let end = words.dropFirst(6).firstIndex(where: { $0.elementsEqual("-".utf8) }), end + 2 < words.count,
            words[end + 1].elementsEqual("tmpfs".utf8), words[end + 2].starts(with: Self.prefix.utf8)
        else { return nil }
        return String(decoding: words[end + 2], as: UTF8.self)
    }
}
