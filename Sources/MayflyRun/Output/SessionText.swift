package import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// A session in words.
package enum SessionText {
    /// Why the session ended, with the evidence, on one line.
    ///
    /// For example `wall_timeout: limit 2s, observed 2.001 s (wall-clock timer fired at 2.000 s)`.
    package static func ending(of session: SessionReply) -> String {
        let verdict = session.json["verdict"]?.text ?? "no verdict"
        var causes: [String] = []
        switch session.verdict {
        case .nonzeroExit: causes.append("exit code \(session.exitCode ?? -1)")
        case .signaled: causes.append("ended by \(session.signal.map(SystemText.signal) ?? "a signal")")
        default: break
        }
        if let stage = session.detail("stage") {
            causes.append("at \(stage)" + (session.detail("errno").map { ": \($0)" } ?? ""))
        }
        if let meaning = startFailure(of: session) { causes.append(meaning) }
        if let rule = session.detail("rule") { causes.append(rule) }
        if let limit = session.detail("limit") { causes.append("limit \(limit)") }
        if let observed = session.detail("observed") { causes.append("observed \(observed)") }
        if let by = session.detail("by") { causes.append("by \(by)") }
        if let reason = session.detail("reason"), !reason.isEmpty { causes.append("because '\(reason)'") }
        let isObvious = session.verdict == .nonzeroExit || session.verdict == .signaled
        let evidence = isObvious ? nil : session.detail("evidence").map { " (\($0))" }
        return Escape.line(verdict + (causes.isEmpty ? "" : ": " + causes.joined(separator: ", ")) + (evidence ?? ""))
    }

    /// A warning that part of the session's cell is left on the host; `nil` when nothing is, or that is not known yet.
    package static func residue(of session: SessionReply) -> String? {
        guard session.isDestroyed == false else { return nil }
        return "the cell of \(session.id) was NOT completely destroyed: mayfly inspect \(session.id)"
    }
}
