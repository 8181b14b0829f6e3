package import MayflyCore

/// One session, from its request to the proof of its destruction.
package struct SessionRecord: Hashable, Sendable, Codable {
    package var id: SessionID
    /// The name in the request; `nil` for inline code and for a bare digest.
    package var scriptName: ScriptName?
    /// The script version that ran, or would have run.
    package var digest: Digest
    package var runtime: RuntimeName
    package var profile: ProfileName
    /// The statement that let a reviewer run a version that is not approved; `nil` for every other session.
    package var review: String?
    package var state: SessionState
    /// The limits in force: the profile's, tightened by the request.
    package var limits: SessionLimits
    /// The arguments after the script on its command line.
    package var arguments: [String]
    /// The named arguments, as JSON; `nil` for a script that takes a plain list.
    package var argumentObject: String?
    /// The names of the variables that the request set; their values may be secrets and are not kept.
    package var environmentNames: [String]
    /// Standard input and the input files by name, size and digest.
    package var inputs: [FileRecord]
    package var caller: CallerIdentity
    /// The caller's agent; `nil` where operators name no agents.
    package var agent: AgentName?
    package var labels: [String: String]
    package var requestID: String
    /// The caller's place in its own trace, as W3C Trace Context writes it.
    package var traceparent: String?
    /// Whether the session is killed when the connection that requested it ends first.
    package var endsWithClient: Bool?
    package var createdAt: Timestamp
    package var startedAt: Timestamp?
    package var finishedAt: Timestamp?
    /// The time from request to launch; `nil` while the session waits, and when it was never launched.
    package var queued: Duration?
    /// The time from there to the warden's request, for the second check of the approval and for reading the bytes.
    package var launched: Duration?
    /// The warden's report; `nil` until the session has ended.
    package var report: SessionReport?
    package var stdout: StreamRecord
    package var stderr: StreamRecord
    package var artifacts: [FileRecord]
    package var artifactsSkipped: [SkippedArtifact]
    /// The script's result; `nil` when its description promises none, and until the session has ended.
    package var result: ResultRecord?
    /// The workspace of `/work`, and what became of it; `nil` where nothing carries over.
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

    /// Whether the record is final.
    package var isFinished: Bool { state == .destroyed }

    /// The record as lists show it: without members, perhaps long, that only the view of one session shows.
    package var outline: SessionRecord {
        var record = self
        (record.inputs, record.artifacts, record.artifactsSkipped, record.result) = ([], [], [], nil)
        record.report?.deniedCalls = []
        record.report?.controls = []
        record.report?.destruction.checked = []
        return record
    }
}
