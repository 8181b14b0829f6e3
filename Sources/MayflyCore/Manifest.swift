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

    /// The manifest's text: `<64 hex>  <path>\n` for each file.
    ///
    /// - Precondition: Every path obeys ``BundlePath``; the order of `entries` does not matter.
    package static func text(of entries: [Entry]) -> String {
        entries.sorted { precedes($0.path, $1.path) }.map { "\($0.digest.hexadecimal)  \($0.path)\n" }.joined()
    }

    /// The order of `LC_ALL=C sort`.
    package static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
