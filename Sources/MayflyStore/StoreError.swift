package import MayflyCore

/// Why the store could not read or write.
package enum StoreError: Error, Hashable, Sendable {
    /// No space, or no file, is left for it. Nothing was changed.
    case full(String)
    /// What was read is not what was written.
    case damaged(String)
    /// A newer Mayfly has written it.
    case newer(String)
    /// The author has this much waiting for approval, and may have no more. Nothing was changed.
    case overQuota(ByteCount)
    /// Every approval of the bytes was taken back meanwhile. Nothing was changed.
    case revoked(Digest)
    /// The bytes have this many names, and may have no more. Nothing was changed.
    case tooManyNames(Digest, Int)
    /// Whoever wanted to read does not any more.
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
