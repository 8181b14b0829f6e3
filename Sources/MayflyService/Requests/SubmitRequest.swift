package import MayflyCore
package import MayflyJSON

/// A request for a session, its form already checked.
package struct SubmitRequest: Sendable {
    /// What to run.
    package enum Subject: Hashable, Sendable {
        case reference(ScriptReference)
        /// A bundle of one file; runs only if its digest is approved.
        case code([UInt8], RuntimeName)
    }

    package var subject: Subject
    /// What follows the script on its command line.
    package var arguments: [String] = []
    /// Arguments by name, for a script that has a schema for them; `nil` when none were given so.
    package var argumentObject: JSON?
    package var input: [UInt8]?
    /// In the request's order, names unique.
    package var environment: [EnvironmentVariable] = []
    /// For `/inputs`, paths unique.
    package var files: [RequestedFile] = []
    /// The same once they were found; see ``MayflyService/withInputs(_:_:)``.
    var inputs: [InputFile] = []
    /// `standard` if not given.
    package var profile: ProfileName?
    /// Limits to tighten, with their values as text; names unique.
    package var limits: [LimitSetting] = []
    package var labels: [String: String] = [:]
    /// The statement by which a reviewer runs what is not approved.
    package var review: String?
    package var requestID: String
    /// The caller's place in a trace of its own, as W3C Trace Context writes it.
    package var traceparent: String?
    /// The workspace that `/work` shall be of, by its name or identifier; of none if not given.
    package var workspace: String?
    /// How long it may wait for its turn; as long as it takes if not given.
    package var queueTimeout: Duration?
    /// Whether to kill the session when the connection that asked for it ends first.
    package var endsWithClient = false
    /// The caller's own name for this submission, and the digest of the body it came with.
    package var key: Key?

    /// What standard input and the files take in the daemon's memory.
    var inputBytes: Int { inputs.reduce(input?.count ?? 0) { $0 + $1.bytesInMemory } }

    package init(_ subject: Subject, requestID: String) {
        self.subject = subject
        self.requestID = requestID
    }

    /// A caller's own name for a submission.
    package struct Key: Hashable, Sendable {
        package var text: String
        package var body: Digest

        /// - Parameter body: Everything the submission came with, as it was sent.
        package init(_ text: String, body: [UInt8]) {
            self.text = text
            self.body = BundleDigest.digest(of: body)
        }
    }

    /// A limit and the value it shall have.
    package struct LimitSetting: Hashable, Sendable {
        package var name: LimitName
        package var value: String

        package init(_ name: LimitName, _ value: String) {
            self.name = name
            self.value = value
        }
    }
}
