/// The name of a file and its bytes.
package struct NamedFile: Hashable, Sendable {
    /// The file's name, with which errors begin.
    ///
    /// If a name has a meaning, only the part after its last `/` counts.
    package var name: String
    package var bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// The most bytes of a file that is read.
    package static let longest = 64 * 1024

    /// The file's name without its directory.
    package var baseName: String { name.split(separator: "/").last.map(String.init) ?? name }
}
