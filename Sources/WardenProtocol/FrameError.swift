/// Why a frame was refused.
///
/// A peer that sends such a frame is broken or hostile: the connection ends.
package enum FrameError: Error, Hashable, Sendable {
    /// The frame ended before the field did.
    case truncated(field: String)
    /// Bytes follow the last field.
    case trailingBytes(count: Int)
    /// A length or count is larger than its bound.
    case tooLarge(field: String, count: Int, bound: Int)
    /// A value that the field cannot have.
    case invalid(field: String)
    /// More or fewer descriptors came with the frame than it announces.
    case descriptors(expected: Int, received: Int)
}
