internal import MayflyService

extension ByteBudget.Bound {
    /// Bodies up to this size are not counted: an operator must be able to kill.
    ///
    /// Connections bound how many there are.
    static let smallBody = 64 * 1024

    /// That of request bodies in memory.
    ///
    /// - Parameter most: Bytes of all; one user may have half of them.
    static func bodies(_ most: Int) -> Self {
        var bound = Self()
        bound.bytes = most
        bound.bytesPerUser = most / 2
        bound.free = smallBody
        return bound
    }
}
