internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

extension SessionText {
    /// The whole session, for `inspect`.
    static func lines(of session: SessionReply) -> [String] {
        var fields = FieldList()
        addIdentity(of: session, to: &fields)
        addOrder(of: session, to: &fields)
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
        fields.add("caller", session.json["caller"].map(caller))
        fields.add("agent", session.json["agent"]?.text)
        fields.add("labels", session.json["labels"]?.members.map { "\($0.name)=\($0.value.text ?? "")" } ?? [])
        fields.add("request", session.json["request_id"]?.text)
        fields.add("traceparent", session.json["traceparent"]?.text)
        fields.add("state", session.state.rawValue)
        fields.add("queue", waiting(of: session))
    }

    /// Adds the inputs of the session; for variables only the names, as the daemon keeps no values.
    private static func addOrder(of session: SessionReply, to fields: inout FieldList) {
        fields.add("args", session.json["args"].flatMap(given))
        fields.add("argv", session.json["argv"].flatMap(given))
        fields.add("env", session.json["env"]?.elements.compactMap(\.text).joined(separator: ", "))
        fields.add("inputs", session.json["inputs"]?.elements.map { file($0, name: "path") } ?? [])
        fields.add("on disconnect", session.json["on_disconnect"]?.text)
    }

    /// The caller: the user by name and number, and the other numbers.
    private static func caller(_ caller: JSON) -> String {
        let user = caller["uid"]?.integer.map { UserText.of($0) }
        let others = caller.members.filter { $0.name != "uid" && $0.value != .null }
        return ([user].compactMap(\.self) + others.map { "\($0.name) \(plain($0.value))" }).joined(separator: "  ")
    }

    /// Arguments in their JSON form; `nil` if there are none.
    private static func given(_ arguments: JSON) -> String? {
        arguments.elements.isEmpty && arguments.members.isEmpty ? nil : arguments.compactText
    }

    /// A file on one line.
    private static func file(_ file: JSON, name: String) -> String {
        [file[name]?.text, Amount.bytes(file["bytes"]?.integer), file["sha256"]?.text].compactMap(\.self)
            .joined(separator: "  ")
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
        fields.add("artifacts", session.artifacts.map { file($0.json, name: "name") })
        let skipped = session.json["artifacts_skipped"]?.elements ?? []
        fields.add("skipped", skipped.map { "\($0["name"]?.text ?? ""): \($0["reason"]?.text ?? "")" })
    }

    /// The result that the script left, on one line, and its errors on further lines.
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
