/// The list of a bundle's files, exactly as `sha256sum` prints it for the files in the order of their names' bytes.
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
    /// Different lists of files have different texts. Every path should obey ``BundlePath``. As in `sha256sum`, the line of any other path
    /// begins with a backslash, and whatever would end or forge a line is escaped.
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
