internal import MayflyBundle
package import MayflyClient
internal import MayflyCore
internal import MayflyEvidence
package import MayflyRun

/// The files of a version as the daemon sent them, compared with the digest one by one and together.
///
/// A reviewer looks at bytes and signs a digest. This type guarantees that the two belong together, whatever the daemon says.
package struct FetchedBundle {
    /// A file's path, and its bytes.
    package typealias File = (path: String, bytes: [UInt8])

    package let files: [File]

    /// Fetches every file of a version.
    init(_ version: VersionReply, name: String, _ daemon: DaemonConnection) async throws {
        var files: [File] = []
        var size = 0
        for file in version.files {
            var bytes: [UInt8] = []
            for try await chunk in try await daemon.file(file.path, of: name, version.digest) {
                bytes += chunk
                size += chunk.count
                guard size <= LocalBundle.mostBytes else {
                    throw CommandFailure("the daemon sends more than a script can have")
                }
            }
            files.append((file.path, bytes))
        }
        try self.init(files, of: version)
    }

    /// Compares files with the digest of a version and with the daemon's description of each file.
    package init(_ files: [File], of version: VersionReply) throws(CommandFailure) {
        self.files = files.sorted { Manifest.precedes($0.path, $1.path) }
        try Self.checkPaths(self.files.map(\.path))
        let entries = self.files.map { Manifest.Entry(path: $0.path, digest: .sha256(of: $0.bytes)) }
        let digest = Digest.sha256(of: Array(Manifest.text(of: entries).utf8))
        guard digest.description.hasBytes(of: version.digest) else {
            throw CommandFailure(
                "the files that the daemon sends are those of \(digest), not of \(version.digest)",
                advice: Self.advice
            )
        }
        let found = zip(self.files, entries).map { ($0.path, Int64($0.bytes.count), $1.digest.hexadecimal) }
        let said = version.files.sorted { Manifest.precedes($0.path, $1.path) }
        for (file, said) in zip(found, said)
        where !file.0.hasBytes(of: said.path) || file.1 != said.bytes || !file.2.hasBytes(of: said.digest) {
            throw CommandFailure(
                "what the daemon says of '\(file.0)' is not true of the bytes that it sends",
                advice: Self.advice
            )
        }
    }

    private static let advice = ["do not sign anything for this daemon before you know why"]

    /// Checks the paths that the daemon names before they are used for computing or display.
    ///
    /// A path with a line end would appear as two files in the list that the digest covers, and nobody would see one of them.
    static func checkPaths(_ paths: [String]) throws(CommandFailure) {
        for path in paths {
            guard let problem = BundleNameRule.problem(with: path) else { continue }
            throw CommandFailure("the daemon sends a file whose path '\(path.excerpt())' \(problem)", advice: advice)
        }
        for (left, right) in zip(paths, paths.dropFirst()) where !Manifest.precedes(left, right) {
            throw CommandFailure("the daemon sends the file '\(right.excerpt())' twice", advice: advice)
        }
    }

    /// The bytes of one file.
    subscript(path: String) -> [UInt8]? { files.first { $0.path.hasBytes(of: path) }?.bytes }
}
