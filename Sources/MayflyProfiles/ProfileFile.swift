/// A profile file as it was found: its name and its bytes.
package struct ProfileFile: Hashable, Sendable {
    /// The file's name, with which errors begin.
    ///
    /// Only what follows its last `/` has to match the profile's name.
    package var name: String
    package var bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// The longest file that is read.
    package static let longest = 64 * 1024

    /// Whether this is a system call policy, and no profile.
    package var isPolicy: Bool { name.hasSuffix(".json") }

    /// The file's name without its directory.
    var baseName: String { name.split(separator: "/").last.map(String.init) ?? name }
}
