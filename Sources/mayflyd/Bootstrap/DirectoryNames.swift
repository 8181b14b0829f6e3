internal import Glibc
internal import LinuxSystem

/// Lists the names in a directory.
enum DirectoryNames {
    /// All names except `.` and `..`, in any order.
    static func list(_ path: String) throws(StartError) -> [String] {
        guard let stream = opendir(path) else {
            throw StartError("list directory", SystemCallError("opendir", on: path, errno: .current))
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
