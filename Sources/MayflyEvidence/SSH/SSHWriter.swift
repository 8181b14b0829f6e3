/// Writes SSH's wire format (RFC 4251, section 5).
struct SSHWriter {
    private(set) var bytes: [UInt8] = []

    mutating func raw(_ value: some Sequence<UInt8>) {
        bytes += value
    }

    /// Writes a 32-bit number, most significant byte first.
    mutating func integer(_ value: UInt32) {
        for shift in stride(from: UInt32(24), through: 0, by: -8) { bytes.append(UInt8(value >> shift & 0xff)) }
    }

    /// Writes bytes after their length.
    mutating func string(_ value: some Collection<UInt8>) {
        integer(UInt32(value.count))
        raw(value)
    }

    /// Writes a text after its length.
    mutating func name(_ value: String) {
        string(Array(value.utf8))
    }
}
