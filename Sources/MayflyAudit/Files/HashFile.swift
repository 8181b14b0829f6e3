internal import Glibc
package import MayflyCore

/// The hashes of all complete subtrees, in the order of ``HashPosition``: 64 bytes of disk for each leaf.
///
/// Everything in it follows from the leaves: it makes proofs cheap, and names a leaf that was changed. It is made again when
/// it is lost.
package final class HashFile: Sendable {
    private let file: LogFile
    private static let width: UInt64 = 32

    /// - Parameter isWritable: Whether it is made if missing, and may be written.
    package init(_ path: String, isWritable: Bool) throws(AuditError) {
        file = try LogFile(path, isWritable ? O_RDWR | O_CREAT : O_RDONLY)
    }

    /// How many whole hashes are in it.
    package func count() throws(AuditError) -> UInt64 { try file.size() / Self.width }

    /// Whether it has so many hashes, and nothing behind them.
    package func hasExactly(_ count: UInt64) throws(AuditError) -> Bool { try file.size() == Self.offset(of: count) }

    /// Where a hash lies: behind the end of every file, where no file can have so many.
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

    /// Writes hashes, which need not be on the disk before the leaves are.
    package func put(_ hashes: [Digest], at place: UInt64) throws(AuditError) {
        try file.write(hashes.flatMap(\.bytes), at: place * Self.width)
    }

    /// Forgets every hash from a place on.
    package func cut(at place: UInt64) throws(AuditError) { try file.truncate(to: place * Self.width) }

    /// What proofs are made from.
    package var proof: MerkleProof<AuditError> {
        MerkleProof { (level, number) throws(AuditError) in
            try self.hash(at: HashPosition.of(level: level, number: number))
        }
    }
}
