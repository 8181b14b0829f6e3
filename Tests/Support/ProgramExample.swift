/// The smallest file that this machine's loader accepts as a program.
package enum ProgramExample {
    /// A header, a table of one entry at offset 64, and at offset 120 the loader that the entry names.
    package static let bytes: [UInt8] = header + entry + loader

    /// A program whose loader exists on no host.
    package static let lost: [UInt8] = header + entry + Array("/no/such/loader-of-programs\0".utf8)

    private static let loader = Array("/lib64/ld-linux-x86-64.so.2\0".utf8)

    /// The header of a 64-bit little-endian program for x86-64.
    private static var header: [UInt8] {
        let mark: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        let fields: [(UInt64, Int)] = [
            (2, 2), (62, 2), (1, 4), (0, 8), (64, 8), (0, 8), (0, 4), (64, 2), (56, 2), (1, 2), (0, 2), (0, 2), (0, 2),
        ]
        return mark + fields.flatMap { number($0.0, $0.1) }
    }

    /// The table entry that names a loader.
    private static var entry: [UInt8] {
        let size = UInt64(loader.count)
        let fields: [(UInt64, Int)] = [(3, 4), (4, 4), (120, 8), (0, 8), (0, 8), (size, 8), (size, 8), (1, 8)]
        return fields.flatMap { number($0.0, $0.1) }
    }

    /// A number in little-endian order.
    private static func number(_ value: UInt64, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) }
    }
}
