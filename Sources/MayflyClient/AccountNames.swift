internal import Glibc

/// The names of users and groups in this machine's own files.
///
/// The files are read directly: a static program cannot load the libraries through which the system finds other names.
package enum AccountNames {
    private static let longestFile = 1 << 22
    /// The names of users, by number.
    package static let users = names(inFile: "/etc/passwd")
    /// The names of groups, by number.
    package static let groups = names(inFile: "/etc/group")

    private static func names(inFile path: String) -> [UInt32: String] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [:] }
        defer { close(descriptor) }
        var (bytes, piece) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
        while bytes.count < longestFile {
            let count = read(descriptor, &piece, piece.count)
            guard count > 0 else { break }
            bytes += piece.prefix(count)
        }
        return names(in: String(decoding: bytes, as: UTF8.self))
    }

    /// Reads lines whose first field is a name and whose third is its number; the first line with a number counts.
    static func names(in text: String) -> [UInt32: String] {
        var names: [UInt32: String] = [:]
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            guard fields.count > 2, !fields[0].isEmpty, let number = UInt32(String(Substring(fields[2]))) else {
                continue
            }
            if names[number] == nil { names[number] = String(Substring(fields[0])) }
        }
        return names
    }
}
