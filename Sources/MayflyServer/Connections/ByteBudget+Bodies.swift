internal import MayflyService

extension ByteBudget.Bound {
    /// The size up to which bodies are not counted, so that an operator can always kill.
    ///
    /// The bound on connections bounds their number.
    static let smallBody = 64 * 1024

    /// The bound for request bodies in memory.
    ///
    /// - Parameter most: The bytes of all bodies; one user may have half of them.
    static func bodies(_ most: Int) -> Self {
        var bound = Self()
        bound.bytes = most
        bound.bytesPerUser = most / 2
        bound.free = smallBody
        return bound
    }
}
