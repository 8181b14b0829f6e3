package import MayflyCore
package import MayflyJSON

/// The body of `POST /v1/sessions`.
package struct SessionRequest: Hashable, Sendable {
    /// The script or code to run.
    package enum Subject: Hashable, Sendable {
        case script(ScriptReference)
        case code([UInt8], RuntimeName)
    }

    package struct Pair: Hashable, Sendable {
        package var name: String
        package var value: String
    }

    /// A limit and its value as text.
    package struct Limit: Hashable, Sendable {
        package var name: LimitName
        package var value: String
    }

    package let subject: Subject
    /// The arguments after the script on its command line.
    package let arguments: [String]
    /// The arguments by name; `nil` when the request gives them as a list.
    package let argumentObject: JSON?
    package let input: [UInt8]?
    package let environment: [Pair]
    package let files: [SessionFile]
    package let profile: ProfileName?
    package let limits: [Limit]
    package let labels: [Pair]
    /// Whether the session is killed when the connection that requested it ends first.
    package let endsWithClient: Bool
    /// How long the session may wait for its turn.
    package let queueTimeout: Duration?
    /// The identifier of the statement by which a reviewer runs a version that is not approved.
    package let review: String?
    /// The name or identifier of the workspace for `/work`.
    package let workspace: String?

    package init(_ body: JSON) throws(RequestFaults) {
        let faults = FaultList()
        var fields = FieldReader(body, faults: faults)
        let subject = Self.subject(&fields)
        (arguments, argumentObject) = Self.arguments(&fields)
        input = Self.input(&fields)
        environment = fields.pairs("env", most: 1024, bound: 1 << 20, .argument).map(Pair.init)
        files = fields.elements("files", most: RequestFile.most).compactMap {
            SessionFile($0.value, at: $0.pointer, faults: faults)
        }
        profile = fields.parsed("profile", "the name of a profile", ProfileName.init)
        limits = Self.limits(&fields)
        labels = fields.pairs("labels", most: 32, bound: 256).map(Pair.init)
        for label in labels where !NameRule.accepts(label.name) {
            faults.add(
                "\(fields.pointer(to: "labels"))/\(label.name.excerpt())",
                "the name of a label is [a-z0-9][a-z0-9._-]{0,63}"
            )
        }
        let choice = fields.parsed("on_disconnect", "kill or detach") { ["kill": true, "detach": false][$0] }
        endsWithClient = choice ?? false
        queueTimeout = fields.parsed("queue_timeout", "a duration from 1ms to 24h, for example 30s", Self.waitingTime)
        review = fields.text("review", bound: 64)
        workspace = fields.text("workspace", bound: 64)
        fields.finish()
        try faults.check()
        guard let subject else { throw RequestFaults([RequestFault("", "name a script, or give code and runtime")]) }
        self.subject = subject
    }

    private static func waitingTime(_ text: String) -> Duration? {
        guard let time = try? Duration(parsing: text), time > .zero, time <= .seconds(86_400) else { return nil }
        return time
    }

    private static func subject(_ fields: inout FieldReader) -> Subject? {
        let script = fields.parsed("script", "name, name@sha256:<64 hex> or sha256:<64 hex>", ScriptReference.init)
        let code = fields.text("code", bound: .max, .content)
        var runtimes: String { RuntimeName.allCases.map(\.rawValue).joined(separator: ", ") }
        let runtime = fields.parsed("runtime", "one of \(runtimes)", RuntimeName.init(rawValue:))
        switch (fields.isMissing("script"), fields.isMissing("code"), fields.isMissing("runtime")) {
        case (false, true, true): return script.map(Subject.script)
        case (true, false, false):
            guard let code, let runtime else { return nil }
            return .code(Array(code.utf8), runtime)
        case (true, false, true):
            fields.faults.add(fields.pointer(to: "runtime"), "is missing: code needs one of \(runtimes)")
        case (true, true, _):
            guard fields.isObject else { return nil }
            fields.faults.add(fields.pointer(to: "script"), "is missing: name a script, or give code and runtime")
        default: fields.faults.add("", "give either script, or code and runtime")
        }
        return nil
    }

    private static func arguments(_ fields: inout FieldReader) -> ([String], JSON?) {
        if let value = fields.value("args"), case .object = value { return ([], value) }
        return (fields.texts("args", most: 4096, bound: 1 << 20, .argument), nil)
    }

    private static func input(_ fields: inout FieldReader) -> [UInt8]? {
        let text = fields.text("stdin", bound: .max, .content)
        let encoded = fields.text("stdin_base64", bound: .max, .content)
        if text != nil, encoded != nil {
            fields.faults.add(fields.pointer(to: "stdin_base64"), "give stdin in one form only")
        }
        guard let encoded else { return text.map { Array($0.utf8) } }
        let bytes = Base64.decode(encoded)
        if bytes == nil {
            fields.faults.add(fields.pointer(to: "stdin_base64"), "is not base64 (RFC 4648, with padding)")
        }
        return bytes
    }

    private static func limits(_ fields: inout FieldReader) -> [Limit] {
        let pairs = fields.pairs("limits", most: 64, bound: 64, numbers: true)
        let faults = fields.faults
        guard !pairs.isEmpty else { return [] }
        let place = fields.pointer(to: "limits")
        let names = LimitName.allCases.map(\.rawValue).joined(separator: ", ")
        return pairs.compactMap { pair in
            if let name = LimitName.allCases.first(where: { $0.rawValue.hasBytes(of: pair.name) }) {
                return Limit(name: name, value: pair.value)
            }
            faults.add("\(place)/\(pair.name.excerpt())", "there is no such limit; there are \(names)")
            return nil
        }
    }
}
