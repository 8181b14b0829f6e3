internal import MayflyAPI
internal import MayflyCore
package import MayflyJSON

/// A script to run, and its inputs.
package struct SubmitOrder: Sendable {
    /// The script or the code to run.
    package enum Subject: Sendable {
        /// A script that the daemon knows: `name`, `name@sha256:…` or `sha256:…`.
        case script(String)
        /// Code, which runs only if its digest is approved.
        case code(String, runtime: String)
    }

    /// A name and a value.
    package typealias Pair = (name: String, value: String)
    /// A path and its bytes.
    package typealias File = (path: String, bytes: [UInt8])

    package var subject: Subject
    package var arguments: [String] = []
    /// Named arguments, instead of a list of arguments.
    package var argumentObject: JSON?
    package var stdin: [UInt8]?
    package var environment: [Pair] = []
    package var files: [File] = []
    package var profile: String?
    package var limits: [Pair] = []
    package var labels: [Pair] = []
    /// Whether the session is killed when this connection ends first.
    package var endsWithConnection = false
    /// Identifies the submission: with the same key, a repeated request runs nothing twice.
    ///
    /// 1 to 255 printable ASCII characters without spaces.
    package var idempotencyKey: String?
    /// The position in a trace, in the form of W3C Trace Context.
    package var traceparent: String?
    /// How long the session may wait for its turn, as text.
    package var queueTimeout: String?
    /// The statement by which a reviewer runs a version that is not approved.
    package var review: String?
    /// The workspace that becomes `/work`.
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
