internal import Glibc
internal import MayflyRun

/// Creates directories under unused names.
enum TemporaryDirectory {
    /// Creates a directory that only this user can read.
    ///
    /// - Parameters:
    ///   - prefix: The beginning of its path; six characters follow.
    ///   - place: The location in the words of the error message, for example `in /tmp`.
    /// - Returns: Its path.
    static func make(_ prefix: String, _ place: String) throws(CommandFailure) -> String {
        var template = Array("\(prefix)XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw CommandFailure("cannot make a directory \(place): \(SystemText.error(errno))")
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
