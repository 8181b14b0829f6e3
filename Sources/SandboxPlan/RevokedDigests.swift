package import MayflyCore

/// The digests that never run again, whatever evidence is shown for them.
///
/// Their text has one line of 64 hexadecimal digits for each, in the order of revocation.
package struct RevokedDigests: Sendable {
    /// A text that is not such a list.
    package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The number of the bad line, from 1.
        package let line: Int
        package var description: String { "line \(line) is not 64 lower-case hexadecimal digits" }
    }

    /// The most digests that are written to the file.
    package static let capacity = 65_536
    /// The most digests that are held in memory without being written.
    package static let mostUnwritten = 65_536
    /// The length of one line, in bytes.
    package static let lineLength = 65

    private var digests: Set<Digest> = []
    /// The digests that are not written yet.
    private var unwritten: Set<Digest> = []
    /// Whether a digest was revoked for which there was no room in memory.
    package private(set) var isIncomplete = false

    package init() {}

    /// Parses the whole text; even the last line must be complete.
    package init(text bytes: [UInt8]) throws(Failure) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.dropLast().enumerated() {
            guard let digest = Digest(hexadecimal: String(decoding: line, as: UTF8.self)) else {
                throw Failure(line: index + 1)
            }
            digests.insert(digest)
        }
        guard lines.last?.isEmpty ?? true, digests.count <= Self.capacity else { throw Failure(line: lines.count) }
    }

    /// The number of revoked digests.
    package var count: Int { digests.count }
    /// Whether the file has no room for another line.
    package var isFull: Bool { digests.count - unwritten.count >= Self.capacity }

    /// Whether a digest is revoked, written or not.
    package func contains(_ digest: Digest) -> Bool { digests.contains(digest) }

    /// Revokes a digest from now on, before it is written.
    package mutating func insert(_ digest: Digest) {
        guard !digests.contains(digest) else { return }
        guard unwritten.count < Self.mostUnwritten else {
            isIncomplete = true
            return
        }
        digests.insert(digest)
        unwritten.insert(digest)
    }

    /// Whether a digest's line is in the file.
    package func isWritten(_ digest: Digest) -> Bool { digests.contains(digest) && !unwritten.contains(digest) }

    /// Notes that a digest's line is in the file.
    package mutating func noteWritten(_ digest: Digest) { unwritten.remove(digest) }

    /// Some of the digests that are not written yet.
    package func unwritten(atMost count: Int) -> [Digest] { Array(unwritten.prefix(count)) }

    /// The number of digests that are not written yet.
    package var unwrittenCount: Int { unwritten.count }

    /// The line for a digest.
    package static func line(for digest: Digest) -> [UInt8] { Array("\(digest.hexadecimal)\n".utf8) }
}
