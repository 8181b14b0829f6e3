internal import MayflyCore

extension ByteBudget.Bound {
    /// The bound of uploads: each holds a descriptor, so there are at most 1024, and 128 of one user.
    ///
    /// - Parameter quota: The most bytes of one user.
    static func uploads(_ quota: ByteCount) -> Self {
        var bound = Self()
        bound.bytesPerUser = Int(clamping: quota.bytes)
        bound.shares = 1024
        bound.sharesPerUser = 128
        return bound
    }
}
