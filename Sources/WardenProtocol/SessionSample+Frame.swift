package import MayflyCore

extension SessionSample: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        frame.value(used)
        frame.optional(memory?.bytes) { $0.integer($1) }
        frame.optional(pids) { $0.integer($1) }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        self.init(
            used: try frame.value(),
            memory: try frame.optionalCount("sample.memory").map { .bytes($0) },
            pids: try frame.optionalCount("sample.pids")
        )
    }
}
