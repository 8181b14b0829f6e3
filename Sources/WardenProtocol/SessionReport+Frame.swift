package import MayflyCore

extension SessionReport: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        frame.value(session)
        frame.value(verdict)
        frame.list(limitsHit) { $0.text($1.rawValue) }
        frame.list(deniedCalls) { $0.value($1) }
        frame.value(usage)
        frame.value(times)
        frame.list(controls) { $0.value($1) }
        frame.value(destruction)
        frame.optional(plan) { $0.value($1) }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        self.init(
            session: try frame.value(),
            verdict: try frame.value(),
            limitsHit: try frame.list("limits_hit", bound: LimitName.allCases.count) { (frame) throws(FrameError) in
                try frame.choice("limits_hit")
            },
            deniedCalls: try frame.list("denied_calls", bound: FrameBound.deniedCalls) { (frame) throws(FrameError) in
                try frame.value()
            },
            usage: try frame.value(),
            times: try frame.value(),
            controls: try frame.controls(),
            destruction: try frame.value(),
            plan: try frame.optional("plan") { (frame) throws(FrameError) in try frame.value() }
        )
    }
}

extension SessionReport {
    /// Adds the controls that were told at the script's start, since the warden does not send them twice.
    package func withControls(_ told: [Control]) -> SessionReport {
        guard controls.isEmpty else { return self }
        var report = self
        report.controls = told
        return report
    }
}

extension FrameReader {
    /// Reads the list of controls in a cell.
    mutating func controls() throws(FrameError) -> [Control] {
        try list("controls", bound: FrameBound.list) { (frame) throws(FrameError) in try frame.value() }
    }
}
