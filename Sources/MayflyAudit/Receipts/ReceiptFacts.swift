package import MayflyCore

/// All facts in a receipt.
package struct ReceiptFacts: Hashable, Sendable {
    /// A file by name, size and digest.
    package struct File: Hashable, Sendable {
        package var name: String
        package var size: ByteCount
        package var digest: Digest

        package init(name: String, size: ByteCount, digest: Digest) {
            self.name = name
            self.size = size
            self.digest = digest
        }
    }

    /// The output on a stream: counted and hashed as a whole.
    package struct Stream: Hashable, Sendable {
        package var total: ByteCount
        /// `nil` when nothing ran.
        package var digest: Digest?

        package init(total: ByteCount, digest: Digest?) {
            self.total = total
            self.digest = digest
        }
    }

    /// The caller as the kernel reported it, and the agent that it is to the operator.
    package struct Caller: Hashable, Sendable {
        package var uid: UInt32
        package var gid: UInt32
        /// `nil` where the operator names no agents, and for callers that are none.
        package var agent: AgentName?

        package init(uid: UInt32, gid: UInt32, agent: AgentName? = nil) {
            self.uid = uid
            self.gid = gid
            self.agent = agent
        }
    }

    /// The approval by which a session started.
    package struct Approval: Hashable, Sendable {
        package var id: String
        /// SHA-256 of its statement; `nil` for an approval without one.
        package var statement: Digest?

        package init(id: String, statement: Digest?) {
            self.id = id
            self.statement = statement
        }
    }

    /// The workspace of `/work`, and the digests of its content.
    package struct Workspace: Hashable, Sendable {
        package var id: WorkspaceID
        package var before: Digest?
        package var after: Digest?
        /// `kept`, `discarded` or `refused`.
        package var outcome: String?

        package init(id: WorkspaceID, before: Digest?, after: Digest?, outcome: String?) {
            self.id = id
            self.before = before
            self.after = after
            self.outcome = outcome
        }
    }

    package var report: SessionReport
    package var script: ScriptName?
    package var digest: Digest
    package var runtime: RuntimeName
    package var profile: ProfileName
    /// The interpreter and profile that started the script, if known.
    package var closure: RuntimeClosure?
    package var approval: Approval?
    package var caller: Caller
    package var requestID: String
    /// SHA-256 over the request.
    package var request: Digest
    package var limits: SessionLimits
    package var createdAt: Timestamp
    package var startedAt: Timestamp?
    package var finishedAt: Timestamp?
    package var stdout: Stream
    package var stderr: Stream
    package var artifacts: [File]
    /// `nil` where nothing carries over; then the receipt does not have the member.
    package var workspace: Workspace?
    /// The index of the start leaf; `nil` when the session was never handed to the warden.
    package var start: UInt64?

    package init(
        report: SessionReport,
        script: ScriptName?,
        digest: Digest,
        runtime: RuntimeName,
        profile: ProfileName,
        caller: Caller,
        requestID: String,
        request: Digest,
        limits: SessionLimits,
        createdAt: Timestamp
    ) {
        self.report = report
        self.script = script
        self.digest = digest
        self.runtime = runtime
        self.profile = profile
        self.caller = caller
        self.requestID = requestID
        self.request = request
        self.limits = limits
        self.createdAt = createdAt
        self.stdout = Stream(total: .bytes(0), digest: nil)
        self.stderr = Stream(total: .bytes(0), digest: nil)
        self.artifacts = []
    }
}
