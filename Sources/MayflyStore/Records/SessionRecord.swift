package import MayflyCore

/// One session, from its request to the proof of its destruction.
package struct SessionRecord: Hashable, Sendable, Codable {
    package var id: SessionID
    /// The name it was asked for by; `nil` for inline code and for a bare digest.
    package var scriptName: ScriptName?
    /// What ran, or would have run.
    package var digest: Digest
    package var runtime: RuntimeName
    package var profile: ProfileName
    /// The statement that let a reviewer run it although it is not approved; `nil` for every other session.
    package var review: String?
    package var state: SessionState
    /// In force: the profile's, tightened by the request.
    package var limits: SessionLimits
    /// What followed the script on its command line.
    package var arguments: [String]
    /// The arguments by name, as JSON; `nil` for a script that takes a plain list.
    package var argumentObject: String?
    /// The names of the variables that the request set; values may be secrets and are not kept.
    package var environmentNames: [String]
    /// Standard input and the input files by name, size and digest.
    package var inputs: [FileRecord]
    package var caller: CallerIdentity
    /// The agent that the caller was; `nil` where operators name no agents.
    package var agent: AgentName?
    package var labels: [String: String]
    package var requestID: String
    /// The caller's place in a trace of its own, as W3C Trace Context writes it.
    package var traceparent: String?
    /// Whether the session is killed when the connection that asked for it ends before it.
    package var endsWithClient: Bool?
    package var createdAt: Timestamp
    package var startedAt: Timestamp?
    package var finishedAt: Timestamp?
    /// From the request to the launch; `nil` while it waits, and when it was never launched.
    package var queued: Duration?
    /// From there until the warden was asked: the second look at the approval, and reading the bytes.
    package var launched: Duration?
    /// What the warden reported; `nil` until the session has ended.
    package var report: SessionReport?
    package var stdout: StreamRecord
    package var stderr: StreamRecord
    package var artifacts: [FileRecord]
    package var artifactsSkipped: [SkippedArtifact]
    /// What the script left as its result; `nil` when its description promises none, and until it has ended.
    package var result: ResultRecord?
    /// The workspace that `/work` was of, and what became of it; `nil` where nothing carries over.
    package var workspace: WorkspaceUse?

    package init(
        id: SessionID,
        scriptName: ScriptName?,
        digest: Digest,
        runtime: RuntimeName,
        profile: ProfileName,
        limits: SessionLimits,
        caller: CallerIdentity,
        requestID: String,
        createdAt: Timestamp
    ) {
        self.id = id
        self.scriptName = scriptName
        self.digest = digest
        self.runtime = runtime
        self.profile = profile
        self.state = .queued
        self.limits = limits
        self.arguments = []
        self.environmentNames = []
        self.inputs = []
        self.caller = caller
        self.labels = [:]
        self.requestID = requestID
        self.createdAt = createdAt
        self.stdout = StreamRecord()
        self.stderr = StreamRecord()
        self.artifacts = []
        self.artifactsSkipped = []
    }

    /// Whether nothing about it will change any more.
    package var isFinished: Bool { state == .destroyed }

    /// The record as lists have it: without what only the view of one session shows, which may be long.
    package var outline: SessionRecord {
        var record = self
        (record.inputs, record.artifacts, record.artifactsSkipped, record.result) = ([], [], [], nil)
        record.report?.deniedCalls = []
        record.report?.controls = []
        record.report?.destruction.checked = []
        return record
    }
}
