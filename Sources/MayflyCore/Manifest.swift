/// The list of a bundle's files, exactly as `sha256sum` prints it over the files in the order of their names' bytes.
package enum Manifest {
    /// One file of a bundle.
    package struct Entry: Hashable, Sendable {
        package var path: String
        package var digest: Digest

        package init(path: String, digest: Digest) {
            self.path = path
            self.digest = digest
        }
    }

    /// The manifest's text: `<64 hex>  <path>\n` for each file; the order of `entries` does not matter.
    ///
    /// No two lists of files have the same text. Every path shall obey ``BundlePath``, and should one not do so, then its
    /// line begins with a backslash, and what would end or forge a line is escaped; so does `sha256sum`.
    package static func text(of entries: [Entry]) -> String {
        entries.sorted { precedes($0.path, $1.path) }.map(line).joined()
    }

    private static func line(of entry: Entry) -> String {
        var path = ""
        for scalar in entry.path.unicodeScalars {
            switch scalar {
            case "\\": path += "\\\\"
            case "\n": path += "\\n"
            case "\r": path += "\\r"
            default: path.unicodeScalars.append(scalar)
            }
        }
        let mark = path.utf8.count == entry.path.utf8.count ? "" : "\\"
        return "\(mark)\(entry.digest.hexadecimal)  \(path)\n"
    }

    /// The order of `LC_ALL=C sort`.
    package static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
