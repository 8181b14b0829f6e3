internal import MayflyBundle
package import MayflyCore
internal import MayflyStore

/// All files of a version as one tar archive, in pieces: the same version always gives the same bytes.
///
/// It holds one piece of one file. Each file is hashed as a whole before its first byte is returned.
package struct BundleArchive: AsyncSequence, Sendable {
    package typealias Element = [UInt8]

    /// The most bytes of one piece.
    private static let longest = 256 * 1024

    /// The digest of the version.
    package let digest: Digest
    let files: [(member: TarMember, digest: Digest)]
    let store: Store

    /// The number of bytes of the archive.
    package var length: UInt64 { files.reduce(UInt64(TarMember.end.count)) { $0 + $1.member.length } }

    package func makeAsyncIterator() -> Iterator { Iterator(self) }

    /// Continues after the last piece.
    package struct Iterator: AsyncIteratorProtocol {
        private let archive: BundleArchive
        private var place = 0
        private var reader: ObjectReader?
        private var isOver = false

        init(_ archive: BundleArchive) {
            self.archive = archive
        }

        /// - Throws: ``ServiceError/storage(_:)`` when a file does not match the version.
        package mutating func next() async throws -> [UInt8]? {
            guard !isOver, !Task.isCancelled else { return nil }
            let store = archive.store
            if let reader {
                let bytes = try await storing { () async throws(StoreError) in
                    try await store.next(of: reader, atMost: BundleArchive.longest)
                }
                if let bytes { return bytes }
                self.reader = nil
                let padding = archive.files[place - 1].member.padding
                if !padding.isEmpty { return padding }
            }
            guard place < archive.files.count else {
                isOver = true
                return TarMember.end
            }
            let (member, digest) = archive.files[place]
            place += 1
            let opened = try await storing { () async throws(StoreError) in try await store.open(digest) }
            guard opened.size.bytes == member.size else {
                throw ServiceError.storage("object \(digest) has \(opened.size), and not \(member.size) bytes")
            }
            reader = opened
            return member.header
        }
    }
}
