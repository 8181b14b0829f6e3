/// A value that travels in a frame.
///
/// Reading what was written gives the same value; every other frame is refused.
package protocol FrameCodable {
    /// Appends the value to a frame.
    func encode(to frame: inout FrameWriter)
    /// Reads the value from where a frame has been read to.
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
