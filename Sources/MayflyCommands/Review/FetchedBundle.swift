internal import Crypto
internal import MayflyClient
internal import MayflyCore

/// The files of a version as they came from the daemon, each of them and all together compared with the digest.
///
/// A reviewer looks at bytes and signs a digest: here both are made to belong together, whatever the daemon says.
struct FetchedBundle {
    /// A file's path, and its bytes.
    typealias File = (path: String, bytes: [UInt8])

    let files: [File]

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
        files.sort { Manifest.precedes($0.path, $1.path) }
        self.files = files
        let entries = files.map { Manifest.Entry(path: $0.path, digest: Self.digest(of: $0.bytes)) }
        let digest = Self.digest(of: Array(Manifest.text(of: entries).utf8))
        guard digest.description == version.digest else {
            throw CommandFailure(
                "the files that the daemon sends are those of \(digest), not of \(version.digest)",
                advice: ["do not sign anything for this daemon before you know why"]
            )
        }
    }

    /// The bytes of one file.
    subscript(path: String) -> [UInt8]? { files.first { $0.path == path }?.bytes }

    /// The SHA-256 of some bytes.
    static func digest(of bytes: [UInt8]) -> MayflyCore.Digest {
        guard let digest = MayflyCore.Digest(bytes: Array(SHA256.hash(data: bytes))) else {
            preconditionFailure("SHA-256 has 32 bytes")
        }
        return digest
    }
}
