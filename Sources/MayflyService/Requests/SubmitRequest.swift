package import MayflyCore
package import MayflyJSON

/// A request for a session; its form has been checked.
package struct SubmitRequest: Sendable {
    /// What to run.
    package enum Subject: Hashable, Sendable {
        case reference(ScriptReference)
        /// A bundle of one file; runs only if its digest is approved.
        case code([UInt8], RuntimeName)
    }

    package var subject: Subject
    /// The words after the script on its command line.
    package var arguments: [String] = []
    /// Arguments by name, for a script that has a schema for them; `nil` if none were given by name.
    package var argumentObject: JSON?
    package var input: [UInt8]?
    /// The variables in the request's order, with unique names.
    package var environment: [EnvironmentVariable] = []
    /// The files for `/inputs`, with unique paths.
    package var files: [RequestedFile] = []
    /// The files with their bytes; see ``MayflyService/withInputs(_:_:)``.
    var inputs: [InputFile] = []
    /// `standard` if not given.
    package var profile: ProfileName?
    /// The limits to tighten, with their values as text and unique names.
    package var limits: [LimitSetting] = []
    package var labels: [String: String] = [:]
    /// The statement that lets a reviewer run a version that is not approved.
    package var review: String?
    package var requestID: String
    /// The caller's trace context, as W3C Trace Context writes it.
    package var traceparent: String?
    /// The name or identifier of the workspace that `/work` belongs to; `nil` for none.
    package var workspace: String?
    /// How long it may wait for its turn; `nil` for no bound.
    package var queueTimeout: Duration?
    /// Whether to kill the session if the client's connection ends first.
    package var endsWithClient = false
    /// The caller's own name for this submission, and the digest of the body it came with.
    package var key: Key?

    /// The bytes of standard input and the files in the daemon's memory.
    var inputBytes: Int { inputs.reduce(input?.count ?? 0) { $0 + $1.bytesInMemory } }

    package init(_ subject: Subject, requestID: String) {
        self.subject = subject
        self.requestID = requestID
    }

    /// A caller's own name for a submission.
    package struct Key: Hashable, Sendable {
        package var text: String
        package var body: Digest

        /// - Parameter body: The whole body of the submission, as it was sent.
        package init(_ text: String, body: [UInt8]) {
            self.text = text
            self.body = BundleDigest.digest(of: body)
        }
    }

    /// A limit and its requested value.
    package struct LimitSetting: Hashable, Sendable {
        package var name: LimitName
        package var value: String

        package init(_ name: LimitName, _ value: String) {
            self.name = name
            self.value = value
        }
    }
}
