internal import MayflyCore

/// Reads the file of hashes from its beginning to its end, many at a time.
struct StoredHashes {
    private var first: UInt64 = 0
    private var hashes: [Digest] = []
    private var isAtEnd = false
    private static let most = 4096

    /// The hash at a place; `nil` when there is no file, or it is too short.
    mutating func hash(at place: UInt64, in file: HashFile?) throws(AuditError) -> Digest? {
        guard let file else { return nil }
        if place < first || place >= first + UInt64(hashes.count) {
            // A file that is too short is not read again for each record.
            guard !isAtEnd || place < first else { return nil }
            hashes = try file.hashes(from: place, atMost: Self.most)
            first = place
            isAtEnd = hashes.count < Self.most
        }
        return place - first < UInt64(hashes.count) ? hashes[Int(place - first)] : nil
    }
}
