/// A system call that the filter refused, by its number, as pid 1 of the cell saw it.
package struct RefusedCall: Hashable, Sendable {
    package var number: Int32
    package var count: UInt64
    /// When the first of these calls was seen, in nanoseconds of the monotonic clock.
    package var first: Int64
    /// The six arguments of the first of these calls.
    package var arguments: [UInt64]

    package init(number: Int32, count: UInt64 = 1, first: Int64, arguments: [UInt64]) {
        self.number = number
        self.count = count
        self.first = first
        self.arguments = arguments
    }
}
