/// A line from the host.
package enum InputLine: Hashable, Sendable {
    case whole([UInt8])
    /// One with more bytes than ``longest``, of which nothing is kept.
    case tooLong

    /// The most bytes of a line.
    package static let longest = 16 * 1024 * 1024
}
