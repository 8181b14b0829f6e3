/// How much a line of a log matters, in the numbers of syslog(3): the smaller, the more.
package enum SyslogPriority: Int, CaseIterable, Hashable, Sendable {
    case critical = 2
    case error
    case warning
    case notice
    case info
    case debug

    /// A text as the journal reads it: each of its lines begins with the number, as `<4>`.
    ///
    /// What the lines themselves begin with changes nothing: the journal takes the first number alone.
    ///
    /// - Source: sd-daemon(3).
    package func marking(_ text: String) -> String {
        let mark = "<\(rawValue)>"
        var bytes = Array(mark.utf8)
        for byte in text.utf8 {
            bytes.append(byte)
            if byte == UInt8(ascii: "\n") { bytes += mark.utf8 }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
