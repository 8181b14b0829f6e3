/// A line from the host.
package enum InputLine: Hashable, Sendable {
    case whole([UInt8])
    /// A line with more bytes than ``longest``, none of which is kept.
    case tooLong

    /// The most bytes of a line.
    package static let longest = 16 * 1024 * 1024
}
