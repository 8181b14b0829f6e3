/// Why a frame was refused.
///
/// A peer that sends such a frame is broken or hostile, so that the connection ends.
package enum FrameError: Error, Hashable, Sendable {
    /// The frame ended before the field did.
    case truncated(field: String)
    /// Bytes follow the last field.
    case trailingBytes(count: Int)
    /// A length or count is larger than its bound.
    case tooLarge(field: String, count: Int, bound: Int)
    /// The field cannot have this value.
    case invalid(field: String)
    /// The number of attached descriptors is not the one that the message requires.
    case descriptors(expected: Int, received: Int)
}
