/// A value that can be sent in a frame.
///
/// Reading what was written gives an equal value; any other frame is refused.
package protocol FrameCodable {
    /// Appends the value to a frame.
    func encode(to frame: inout FrameWriter)
    /// Reads the value from the frame's current position.
    init(from frame: inout FrameReader) throws(FrameError)
}

extension FrameCodable {
    /// The value as a whole frame.
    package var frame: [UInt8] {
        var writer = FrameWriter()
        encode(to: &writer)
        return writer.bytes
    }

    /// Reads a whole frame of at most `bound` bytes.
    package init(frame bytes: [UInt8], bound: Int = FrameBound.frame) throws(FrameError) {
        guard bytes.count <= bound else { throw .tooLarge(field: "frame", count: bytes.count, bound: bound) }
        var reader = FrameReader(bytes)
        try self.init(from: &reader)
        try reader.finish()
    }
}
