package import MayflyCore

/// Why the store could not read or write.
package enum StoreError: Error, Hashable, Sendable {
    /// The disk has no space, or no file, left for it. Nothing was changed.
    case full(String)
    /// The stored data is not what was written.
    case damaged(String)
    /// A newer Mayfly has written the store.
    case newer(String)
    /// More than this, the quota, of the author's versions would wait for approval. Nothing was changed.
    case overQuota(ByteCount)
    /// The digest was revoked meanwhile. Nothing was changed.
    case revoked(Digest)
    /// The bytes have this many names already, which is the most. Nothing was changed.
    case tooManyNames(Digest, Int)
    /// The reader's task was cancelled.
    case cancelled
    case failed(String)
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .full(let text): "\(text); free some space and try again"
        case .overQuota(let quota): "more than \(quota) of one user's versions would wait for approval"
        case .revoked(let digest): "\(digest) is revoked"
        case .tooManyNames(let digest, let count): "\(digest) has \(count) names already"
        case .cancelled: "nobody waits for it any more"
        case .damaged(let text), .newer(let text), .failed(let text): text
        }
    }
}
