/// The common rule for names of scripts, profiles and the like: `[a-z0-9][a-z0-9._-]{0,63}`.
///
/// A name is ASCII, so that no two names look alike. It cannot be `.` or `..`, hidden, or taken for an option.
package enum NameRule {
    /// Whether `text` is one name.
    package static func accepts(_ text: some StringProtocol) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, bytes.count <= 64, isAlphanumeric(first) else { return false }
        return bytes.allSatisfy {
            isAlphanumeric($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
