/// The smallest file that the loader of this machine takes for a program.
package enum ProgramExample {
    /// A header, a table of one entry at 64, and at 120 the loader that the entry names.
    package static let bytes: [UInt8] = header + entry + loader

    /// One whose loader no host has.
    package static let lost: [UInt8] = header + entry + Array("/no/such/loader-of-programs\0".utf8)

    private static let loader = Array("/lib64/ld-linux-x86-64.so.2\0".utf8)

    /// Of 64 bits, the lowest byte first, for x86-64.
    private static var header: [UInt8] {
        let mark: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        let fields: [(UInt64, Int)] = [
            (2, 2), (62, 2), (1, 4), (0, 8), (64, 8), (0, 8), (0, 4), (64, 2), (56, 2), (1, 2), (0, 2), (0, 2), (0, 2),
        ]
        return mark + fields.flatMap { number($0.0, $0.1) }
    }

    /// Of the kind that names a loader.
    private static var entry: [UInt8] {
        let size = UInt64(loader.count)
        let fields: [(UInt64, Int)] = [(3, 4), (4, 4), (120, 8), (0, 8), (0, 8), (size, 8), (size, 8), (1, 8)]
        return fields.flatMap { number($0.0, $0.1) }
    }

    /// The lowest byte first.
    private static func number(_ value: UInt64, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) }
    }
}
