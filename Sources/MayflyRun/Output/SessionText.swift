internal import MayflyAPI
package import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// A session in words.
package enum SessionText {
    /// Why it ended, with the evidence, on one line; for example
    /// `wall_timeout: limit 2s, observed 2.001 s (wall-clock timer fired at 2.000 s)`.
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

    /// That something of its cell is left on the host; `nil` when nothing is, or that is not known yet.
    package static func residue(of session: SessionReply) -> String? {
        guard session.isDestroyed == false else { return nil }
        return "the cell of \(session.id) was NOT completely destroyed: mayfly inspect \(session.id)"
    }

    /// All of it, for `inspect`.
    package static func lines(of session: SessionReply, _ style: Style) -> [String] {
        var fields = FieldList()
        addIdentity(of: session, to: &fields)
        addEnding(of: session, to: &fields)
        addMeasures(of: session, to: &fields)
        addOutput(of: session, to: &fields)
        addProof(of: session, to: &fields)
        return fields.lines
    }

    private static func addIdentity(of session: SessionReply, to fields: inout FieldList) {
        fields.add("session", session.id)
        fields.add("script", session.scriptName)
        fields.add("digest", session.digest)
        fields.add("review", session.review.map { "\($0): a reviewer tries it, approved or not" })
        fields.add("runtime", session.runtime)
        fields.add("profile", session.profile)
        if let caller = session.json["caller"] { fields.add("caller", pairs(caller, separator: " ")) }
        fields.add("labels", session.json["labels"]?.members.map { "\($0.name)=\($0.value.text ?? "")" } ?? [])
        fields.add("request", session.json["request_id"]?.text)
        fields.add("state", session.state.rawValue)
    }

    private static func addEnding(of session: SessionReply, to fields: inout FieldList) {
        fields.add("verdict", session.json["verdict"]?.text)
        for member in session.json["verdict_detail"]?.members ?? [] {
            fields.add("  \(member.name)", plain(member.value))
        }
        fields.add("  meaning", startFailure(of: session))
        fields.add("exit code", session.exitCode.map { "\($0)" })
        fields.add("signal", session.signal.map { "\($0) \(SystemText.signal($0))" })
        fields.add("limits hit", session.limitsHit.joined(separator: ", "))
        fields.add("denied calls", session.deniedCalls.map { "\($0.name)\($0.arguments) \($0.count)×" })
    }

    private static func addMeasures(of session: SessionReply, to fields: inout FieldList) {
        fields.add("created", session.createdAt)
        fields.add("started", session.json["started_at"]?.text)
        fields.add("finished", session.json["finished_at"]?.text)
        if session.durationMilliseconds != nil {
            fields.add("duration", Amount.duration(milliseconds: session.durationMilliseconds))
        }
        fields.add("times", session.json["times"].map { pairs($0, separator: "  ") })
        fields.add("limits", session.json["limits"].map { pairs($0, separator: "  ") })
        fields.add("usage", session.json["usage"]?.members.filter { $0.value != .null }.map(measure) ?? [])
    }

    private static func addOutput(of session: SessionReply, to fields: inout FieldList) {
        for name in ["stdout", "stderr"] {
            guard let stream = session.stream(name) else { continue }
            let dropped = stream["dropped_bytes"]?.integer ?? 0
            let parts = [
                Amount.bytes(stream["bytes"]?.integer), stream["sha256"]?.text,
                dropped > 0 ? "\(dropped) bytes dropped" : nil,
            ]
            fields.add(name, parts.compactMap { $0 }.joined(separator: "  "))
        }
        fields.add("workspace", workspace(of: session))
        fields.add("result", Self.result(session.json["result"]))
        fields.add("artifacts", session.artifacts.map { "\($0.name)  \(Amount.bytes($0.bytes))  \($0.digest ?? "")" })
        let skipped = session.json["artifacts_skipped"]?.elements ?? []
        fields.add("skipped", skipped.map { "\($0["name"]?.text ?? ""): \($0["reason"]?.text ?? "")" })
    }

    /// The result that the script left, on one line, and what is wrong with it on others.
    private static func result(_ result: JSON?) -> [String] {
        guard let result, let state = result["state"]?.text else { return [] }
        let value = result["value"].map { "  " + $0.compactText } ?? ""
        let errors = result["errors"]?.elements ?? []
        return [state + value] + errors.map { "\($0["pointer"]?.text ?? ""): \($0["detail"]?.text ?? "")" }
    }

    private static func addProof(of session: SessionReply, to fields: inout FieldList) {
        let controls = session.json["controls"]?.elements ?? []
        fields.add("controls", controls.map { "\($0["name"]?.text ?? "") = \($0["value"]?.text ?? "")" })
        fields.add("destroyed", session.isDestroyed.map { $0 ? "yes" : "NO" })
        let destruction = session.json["destruction"]
        fields.add("  checked", destruction?["checked"]?.elements.compactMap(\.text) ?? [])
        fields.add("  left", destruction?["leftovers"]?.elements.compactMap(\.text) ?? [])
    }

    private static func measure(_ member: JSON.Member) -> String {
        let name = member.name
        if name.hasSuffix("_ms") { return "\(name.dropLast(3)) \(Amount.duration(milliseconds: member.value.double))" }
        if name.hasSuffix("_bytes") { return "\(name.dropLast(6)) \(Amount.bytes(member.value.integer))" }
        return "\(name) \(plain(member.value))"
    }

    private static func pairs(_ json: JSON, separator: String) -> String {
        json.members.filter { $0.value != .null }.map { member in
            member.name.hasSuffix("_ms") ? measure(member) : "\(member.name) \(plain(member.value))"
        }.joined(separator: separator)
    }

    private static func plain(_ json: JSON) -> String {
        json.text ?? json.compactText
    }
}
