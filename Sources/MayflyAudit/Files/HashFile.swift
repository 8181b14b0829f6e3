internal import Glibc
package import MayflyCore

/// The hashes of all complete subtrees, in the order of ``HashPosition``: 64 bytes of disk for each leaf.
///
/// All of it follows from the leaves, so that a lost file is made again. It makes proofs cheap, and shows which leaf was changed.
package final class HashFile: Sendable {
    private let file: LogFile
    private static let width: UInt64 = 32

    /// Opens the file; a writable one is made if it is missing.
    package init(_ path: String, isWritable: Bool) throws(AuditError) {
        file = try LogFile(path, isWritable ? O_RDWR | O_CREAT : O_RDONLY)
    }

    /// How many whole hashes the file has.
    package func count() throws(AuditError) -> UInt64 { try file.size() / Self.width }

    /// Whether the file ends after exactly this number of hashes.
    package func hasExactly(_ count: UInt64) throws(AuditError) -> Bool { try file.size() == Self.offset(of: count) }

    /// The offset of a hash; a place that no file can have gets the largest offset, behind every file's end.
    private static func offset(of place: UInt64) -> UInt64 {
        let (offset, isTooFar) = place.multipliedReportingOverflow(by: width)
        return isTooFar ? .max : offset
    }

    /// The hash at a place.
    package func hash(at place: UInt64) throws(AuditError) -> Digest {
        let bytes = try file.read(atMost: Int(Self.width), at: Self.offset(of: place))
        guard let digest = Digest(bytes: bytes) else {
            throw .damaged(AuditDamage(record: nil, file: LogDirectory.hashes, "ends before hash \(place)"))
        }
        return digest
    }

    /// At most `count` hashes from a place on.
    package func hashes(from place: UInt64, atMost count: Int) throws(AuditError) -> [Digest] {
        let bytes = try file.read(atMost: count * Int(Self.width), at: Self.offset(of: place))
        return stride(from: 0, through: bytes.count - Int(Self.width), by: Int(Self.width)).compactMap {
            Digest(bytes: Array(bytes[$0..<($0 + Int(Self.width))]))
        }
    }

    /// Writes hashes; unlike the leaves, they need not be on the disk at once.
    package func put(_ hashes: [Digest], at place: UInt64) throws(AuditError) {
        try file.write(hashes.flatMap(\.bytes), at: place * Self.width)
    }

    /// Removes all hashes from a place on.
    package func cut(at place: UInt64) throws(AuditError) { try file.truncate(to: place * Self.width) }

    /// The maker of proofs from these hashes.
    package var proof: MerkleProof<AuditError> {
        MerkleProof { (level, number) throws(AuditError) in
            try self.hash(at: HashPosition.of(level: level, number: number))
        }
    }
}
