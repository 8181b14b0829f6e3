package import MayflyCore

extension Verdict: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        frame.text(name.rawValue)
        frame.text(evidence)
        for code in [exitCode, signal] { frame.optional(code) { $0.integer($1) } }
        for text in [limit, observed, stage, errno, systemCall, by, reason, rule] {
            frame.optional(text) { $0.text($1) }
        }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        self.init(try frame.choice("verdict"), evidence: try frame.text("evidence", bound: FrameBound.sentence))
        exitCode = try frame.optional("exit_code") { (frame) throws(FrameError) in try frame.integer("exit_code") }
        signal = try frame.optional("signal") { (frame) throws(FrameError) in try frame.integer("signal") }
        limit = try frame.optionalText("limit")
        observed = try frame.optionalText("observed")
        stage = try frame.optionalText("stage")
        errno = try frame.optionalText("errno")
        systemCall = try frame.optionalText("syscall")
        by = try frame.optionalText("by")
        reason = try frame.optionalText("reason")
        rule = try frame.optionalText("rule")
    }
}
