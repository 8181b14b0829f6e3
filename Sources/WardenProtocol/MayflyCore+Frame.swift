package import MayflyCore

extension SessionID: FrameCodable {
    package func encode(to frame: inout FrameWriter) { frame.text(text) }
    package init(from frame: inout FrameReader) throws(FrameError) {
        self = try frame.checked("session", bound: 30) { SessionID($0) }
    }
}

extension ProfileName: FrameCodable {
    package func encode(to frame: inout FrameWriter) { frame.text(text) }
    package init(from frame: inout FrameReader) throws(FrameError) {
        self = try frame.checked("profile", bound: 64) { ProfileName($0) }
    }
}

extension Digest: FrameCodable {
    package func encode(to frame: inout FrameWriter) { frame.raw(bytes) }
    package init(from frame: inout FrameReader) throws(FrameError) {
        guard let digest = Digest(bytes: try frame.raw("digest", count: 32)) else { throw .invalid(field: "digest") }
        self = digest
    }
}

extension Control: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        frame.text(name)
        frame.text(value)
    }
    package init(from frame: inout FrameReader) throws(FrameError) {
        self.init(
            try frame.text("control.name", bound: FrameBound.path),
            try frame.text("control.value", bound: FrameBound.path)
        )
    }
}

extension Destruction: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        frame.list(checked) { $0.text($1) }
        frame.list(leftovers) { $0.text($1) }
    }
    package init(from frame: inout FrameReader) throws(FrameError) {
        self.init(
            checked: try frame.list("checked", bound: FrameBound.list) { (frame) throws(FrameError) in
                try frame.text("checked", bound: FrameBound.sentence)
            },
            leftovers: try frame.list("leftovers", bound: FrameBound.list) { (frame) throws(FrameError) in
                try frame.text("leftovers", bound: FrameBound.sentence)
            }
        )
    }
}

extension StageTimes: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        for time in [setUp, run, collect, destroy] { frame.optional(time) { $0.duration($1) } }
    }
    package init(from frame: inout FrameReader) throws(FrameError) {
        self.init()
        setUp = try frame.optionalDuration("times.set_up")
        run = try frame.optionalDuration("times.run")
        collect = try frame.optionalDuration("times.collect")
        destroy = try frame.optionalDuration("times.destroy")
    }
}

extension FrameReader {
    /// Reads a duration that may be missing.
    mutating func optionalDuration(_ field: String) throws(FrameError) -> Duration? {
        try optional(field) { (frame) throws(FrameError) in try frame.duration(field) }
    }

    /// Reads a 64-bit count that may be missing.
    mutating func optionalCount(_ field: String) throws(FrameError) -> UInt64? {
        try optional(field) { (frame) throws(FrameError) in try frame.integer(field) }
    }

    /// Reads a text that may be missing.
    mutating func optionalText(_ field: String, bound: Int = FrameBound.sentence) throws(FrameError) -> String? {
        try optional(field) { (frame) throws(FrameError) in try frame.text(field, bound: bound) }
    }
}
