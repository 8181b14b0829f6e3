/// A file as it was found: its name and its bytes.
package struct NamedFile: Hashable, Sendable {
    /// The file's name, with which errors begin.
    ///
    /// Only what follows its last `/` counts where a name has a meaning.
    package var name: String
    package var bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// The longest file that is read.
    package static let longest = 64 * 1024

    /// The file's name without its directory.
    package var baseName: String { name.split(separator: "/").last.map(String.init) ?? name }
}
