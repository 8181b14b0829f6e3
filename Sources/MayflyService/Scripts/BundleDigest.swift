package import MayflyCore
internal import MayflyEvidence
internal import MayflyStore

/// Computes the identity of a bundle.
package enum BundleDigest {
    /// The files in the manifest's order, and the digest of the manifest over them.
    static func manifest(of files: [FileContent]) -> (files: [FileRecord], digest: Digest) {
        let records = files.map {
            FileRecord(path: $0.path, size: .bytes(UInt64($0.bytes.count)), digest: digest(of: $0.bytes))
        }
        .sorted { Manifest.precedes($0.path, $1.path) }
        let text = Manifest.text(of: records.map { Manifest.Entry(path: $0.path, digest: $0.digest) })
        return (records, digest(of: Array(text.utf8)))
    }

    /// The SHA-256 of some bytes.
    package static func digest(of bytes: [UInt8]) -> Digest { .sha256(of: bytes) }
}
