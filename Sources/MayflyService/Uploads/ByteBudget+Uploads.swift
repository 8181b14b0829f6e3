internal import MayflyCore

extension ByteBudget.Bound {
    /// That of uploads: each holds a descriptor, so there are 1024 at most, and 128 of one user.
    ///
    /// - Parameter quota: Of the bytes of one user.
    static func uploads(_ quota: ByteCount) -> Self {
        var bound = Self()
        bound.bytesPerUser = Int(clamping: quota.bytes)
        bound.shares = 1024
        bound.sharesPerUser = 128
        return bound
    }
}
