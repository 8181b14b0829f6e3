internal import Glibc
internal import MayflyRun

/// Makes directories under names that nothing has yet.
enum TemporaryDirectory {
    /// Makes a directory that only this user can look into.
    ///
    /// - Parameters:
    ///   - prefix: The beginning of its path; six characters follow.
    ///   - place: Where that is, for the message when it cannot be made: `in /tmp`.
    /// - Returns: Its path.
    static func make(_ prefix: String, _ place: String) throws(CommandFailure) -> String {
        var template = Array("\(prefix)XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw CommandFailure("cannot make a directory \(place): \(SystemText.error(errno))")
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
