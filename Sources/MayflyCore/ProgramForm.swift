/// Decides whether the kernel executes a file of this form, or rejects it without further search.
///
/// For a program of an unknown format, Linux before 6.14 starts `modprobe`, as root and outside of every cell, unless the first four
/// bytes all belong to a text. So a file is executable in a cell only if it begins as a text, for which the kernel starts nothing, or
/// if the loader of this machine's programs accepts its form.
///
/// Pure: whatever numbers a file contains, nothing beyond its end is read.
///
/// - Source: `search_binary_handler` in fs/exec.c, `load_elf_phdrs` and `load_elf_binary` in fs/binfmt_elf.c; elf(5);
///   docs/decisions/0076.
package struct ProgramForm<Bytes: RandomAccessCollection<UInt8>> where Bytes.Index == Int {
    private let bytes: Bytes

    /// - Parameter bytes: The whole file.
    package init(_ bytes: Bytes) {
        self.bytes = bytes
    }

    /// Whether no attempt to execute the file makes the kernel search for a module.
    package var isExecutable: Bool { isNative || beginsAsText }

    /// Whether the file begins with bytes that the kernel calls printable.
    ///
    /// Beyond the end of a file the kernel reads zeros, which are not printable.
    private var beginsAsText: Bool {
        bytes.count >= 4 && bytes.prefix(4).allSatisfy { $0 == 0x09 || $0 == 0x0a || (0x20...0x7e).contains($0) }
    }

    /// The size of an entry in the program header table.
    private static var entrySize: UInt64 { 56 }
    /// Some kernels accept only a table of one page.
    private static var mostEntries: UInt64 { 4096 / entrySize }

    /// Whether it is a program of this machine, for which the kernel starts no other program.
    ///
    /// That is a 64-bit ELF program or shared object for x86-64 whose program header table lies inside the file.
    package var isNative: Bool {
        guard number(at: 0, of: 4) == 0x464c_457f, number(at: 4, of: 3) == 0x01_0102,
            let type = number(at: 16, of: 2), type == 2 || type == 3, number(at: 18, of: 2) == 62,
            number(at: 54, of: 2) == Self.entrySize, let table = number(at: 32, of: 8),
            let count = number(at: 56, of: 2), (1...Self.mostEntries).contains(count),
            holds(count * Self.entrySize, at: table)
        else { return false }
        return namesLoader(in: (0..<count).map { table + $0 * Self.entrySize })
    }

    /// Whether the first entry for a loader contains a valid name; a static program has no such entry.
    private func namesLoader(in entries: [UInt64]) -> Bool {
        guard let entry = entries.first(where: { number(at: $0, of: 4) == 3 }) else { return true }
        guard let start = number(at: entry + 8, of: 8), let size = number(at: entry + 32, of: 8),
            (2...4096).contains(size), holds(size, at: start)
        else { return false }
        return number(at: start + size - 1, of: 1) == 0
    }

    /// A little-endian number; `nil` if it does not lie in the file.
    private func number(at offset: UInt64, of size: UInt64) -> UInt64? {
        guard holds(size, at: offset) else { return nil }
        let start = bytes.startIndex + Int(offset)
        return (0..<Int(size)).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[start + $1]) }
    }

    private func holds(_ size: UInt64, at offset: UInt64) -> Bool {
        let count = UInt64(bytes.count)
        return offset <= count && size <= count - offset
    }
}
