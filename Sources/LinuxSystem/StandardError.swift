internal import Glibc

/// Writes lines to standard error by a single write(2), without a buffer that a clone could flush twice.
package enum StandardError {
    /// Writes one line.
    package static func write(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(2, $0.baseAddress, $0.count) }
    }

    /// Writes one line or several, without a line break behind the last; the journal is told how much each of them matters.
    package static func write(_ text: String, _ priority: SyslogPriority) {
        write(leadsToJournal ? priority.marking(text) : text)
    }

    /// Whether the journal reads it, as it was at the first such text.
    private static let leadsToJournal = isJournal(2, named: environmentVariable("JOURNAL_STREAM"))

    /// Whether an open descriptor is the stream to the journal.
    ///
    /// The variable outlives the stream: of who starts a program with another standard error, it is inherited all the same.
    ///
    /// - Parameters:
    ///   - number: The descriptor.
    ///   - name: The value of `JOURNAL_STREAM`, the device and the inode of the stream as `8:1234`; `nil` where there is none.
    /// - Source: systemd.exec(5).
    package static func isJournal(_ number: CInt, named name: String?) -> Bool {
        // What cannot be looked at is not written to either.
        guard let name, let status = try? FileStatus(ofDescriptor: number) else { return false }
        return name == "\(status.device):\(status.inode)"
    }
}
