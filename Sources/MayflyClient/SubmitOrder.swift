internal import MayflyAPI
internal import MayflyCore
package import MayflyJSON

/// What is asked to run, and with what.
package struct SubmitOrder: Sendable {
    /// What runs.
    package enum Subject: Sendable {
        /// A script the daemon knows: `name`, `name@sha256:…` or `sha256:…`.
        case script(String)
        /// Code that runs only if its digest is approved.
        case code(String, runtime: String)
    }

    /// A name and a value.
    package typealias Pair = (name: String, value: String)
    /// A path and its bytes.
    package typealias File = (path: String, bytes: [UInt8])

    package var subject: Subject
    package var arguments: [String] = []
    /// Arguments by name, instead of a list of them.
    package var argumentObject: JSON?
    package var stdin: [UInt8]?
    package var environment: [Pair] = []
    package var files: [File] = []
    package var profile: String?
    package var limits: [Pair] = []
    package var labels: [Pair] = []
    /// Whether the session is killed when this connection ends first.
    package var endsWithConnection = false
    /// Names the submission: sent again with the same name, nothing runs twice.
    ///
    /// 1 to 255 printable ASCII characters without spaces.
    package var idempotencyKey: String?
    /// The place in a trace, as W3C Trace Context writes it.
    package var traceparent: String?
    /// How long it may wait for its turn, as text.
    package var queueTimeout: String?
    /// The statement by which a reviewer runs what is not approved.
    package var review: String?
    /// The workspace that `/work` shall be of.
    package var workspace: String?

    package init(_ subject: Subject) {
        self.subject = subject
    }

    /// The body of the request.
    var json: JSON {
        var members: [JSON.Member] = []
        switch subject {
        case .script(let reference): members.append(.init("script", .string(reference)))
        case .code(let code, let runtime):
            members.append(.init("code", .string(code)))
            members.append(.init("runtime", .string(runtime)))
        }
        if let argumentObject {
            members.append(.init("args", argumentObject))
        } else if !arguments.isEmpty {
            members.append(.init("args", .strings(arguments)))
        }
        if let stdin {
            let text = String(validating: stdin, as: UTF8.self)
            members.append(
                text.map { .init("stdin", .string($0)) } ?? .init("stdin_base64", .string(Base64.encode(stdin)))
            )
        }
        if let review { members.append(.init("review", .string(review))) }
        if let workspace { members.append(.init("workspace", .string(workspace))) }
        if let queueTimeout { members.append(.init("queue_timeout", .string(queueTimeout))) }
        if let profile { members.append(.init("profile", .string(profile))) }
        for (name, pairs) in [("env", environment), ("limits", limits), ("labels", labels)] where !pairs.isEmpty {
            members.append(.init(name, .object(pairs.map { .init($0.name, .string($0.value)) })))
        }
        if !files.isEmpty { members.append(.init("files", JSON.files(files))) }
        if endsWithConnection { members.append(.init("on_disconnect", .string("kill"))) }
        return .object(members)
    }
}
