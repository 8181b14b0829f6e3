package import MayflyCore

/// The digests that never run again, whatever evidence is shown for them.
///
/// As text, one line of 64 hexadecimal digits for each, in the order in which they came.
package struct RevokedDigests: Sendable {
    /// A text that is no such list.
    package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// Counted from 1.
        package let line: Int
        package var description: String { "line \(line) is not 64 lower-case hexadecimal digits" }
    }

    /// The most that are written down.
    package static let capacity = 65_536
    /// The most that are held without being written down.
    package static let mostUnwritten = 65_536
    /// The length of one line.
    package static let lineLength = 65

    private var digests: Set<Digest> = []
    /// Those of ``digests`` that are not written down.
    private var unwritten: Set<Digest> = []
    /// Whether a digest was revoked that is not among these: there was no room for it.
    package private(set) var isIncomplete = false

    package init() {}

    /// Reads the whole text; the last line must be complete too.
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

    /// How many are revoked.
    package var count: Int { digests.count }
    /// Whether no more can be written down.
    package var isFull: Bool { digests.count - unwritten.count >= Self.capacity }

    /// Whether a digest is revoked, written down or not.
    package func contains(_ digest: Digest) -> Bool { digests.contains(digest) }

    /// Adds a digest, which holds from now on, written down or not.
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

    /// Some of the digests that are not written down.
    package func unwritten(atMost count: Int) -> [Digest] { Array(unwritten.prefix(count)) }

    /// How many of them are not written down.
    package var unwrittenCount: Int { unwritten.count }

    /// The line for a digest.
    package static func line(for digest: Digest) -> [UInt8] { Array("\(digest.hexadecimal)\n".utf8) }
}
