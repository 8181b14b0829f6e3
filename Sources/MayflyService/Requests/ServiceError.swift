package import MayflyAgents
package import MayflyCore

/// Why the service refused or failed.
///
/// Every case has one stable ``code``.
package enum ServiceError: Error, Hashable, Sendable {
    /// A field is wrong; the pointer is an RFC 6901 JSON pointer into the request.
    case invalid(pointer: String, detail: String)
    /// The bundle breaks rules of bundles; pointers lead into the request.
    case invalidBundle([ServiceFault])
    /// The script does not take these arguments; pointers lead into the request. The text names what has its schema, if it has one.
    case invalidArguments([ServiceFault], schemaOf: String?)
    case scriptNotFound(String)
    /// The script exists, but has no such version.
    case versionNotFound(ScriptName, Digest)
    /// Too few people have signed that it may run under the profile, which demands this number.
    case scriptNotApproved(Digest, name: ScriptName?, ProfileName, required: UInt32)
    /// The only versions of the name that may run are deprecated.
    case scriptDeprecated(Digest, ScriptName)
    /// A reviewer rejected it, and nobody has proposed it again; the reason is `nil` if several names have one each.
    case scriptRejected(Digest, reason: String?)
    /// There is a statement, but it does not permit this; the rule is one of the rules of evidence.
    case approvalRefused(Digest, name: ScriptName?, ProfileName, rule: String, detail: String)
    /// Not the interpreter that the approvers saw would start the script, and the profile forbids that; with the approval to renew, if any.
    case runtimeChanged(Digest, name: ScriptName?, ProfileName, detail: String, approval: String?)
    case scriptRevoked(Digest, reason: String)
    /// The approval for these profiles has expired.
    case approvalExpired(Digest, name: ScriptName?, [ProfileName], at: Timestamp)
    case approvalNotYetValid(Digest, name: ScriptName?, ProfileName, from: Timestamp)
    case profileNotFound(String)
    case profileNotApproved(Digest, ProfileName, approved: [ProfileName])
    /// The script's own description names the profiles that it was made for.
    case profileNotListed(Digest, ProfileName, listed: [ProfileName])
    case runtimeNotAllowed(RuntimeName, ProfileName)
    case limitAboveCeiling(LimitName, asked: String, ceiling: String)
    /// It would take more of the host than all sessions together may take.
    case overBudget(LimitName, asked: String, budget: String)
    case environmentNotAllowed(String, detail: String, missingIn: VariableList?)
    case selfApproval(Digest)
    /// The daemon would not ask for such a statement.
    case statementRefused(String)
    /// The signature does not count; the text says why.
    case signatureRefused(String)
    /// The request has an approval without a signature, which only earlier versions accepted.
    case unsignedApproval
    case approvalNotFound(String)
    case fileNotFound(Digest, String)
    /// The decision does not apply to a version in this state.
    case wrongState(Digest, VersionState, name: ScriptName?, detail: String)
    /// No signature counts, because the trust files cannot be read or parsed.
    case trustUnreadable(String)
    case forbidden(String)
    /// A rule for the agent, or one of its quotas, refused it.
    case agentRefused(AgentRefusal)
    case agentNotFound(String)
    case sessionNotFound(SessionID)
    case artifactNotFound(SessionID, String)
    /// The session has not ended, or ended before there were receipts.
    case receiptNotFound(SessionID)
    case alreadyFinished(SessionID)
    /// Only an ended session can be forgotten.
    case notFinished(SessionID)
    /// The order of the session's events before the named one is forgotten; without a session, that of the daemon's events.
    case eventsForgotten(SessionID?)
    /// The submission's key was used for another submission.
    case idempotencyKeyReused(SessionID)
    /// The caller's versions that nobody has approved take all their allowed space.
    case proposalQuota(ByteCount)
    /// The bytes have this number of names, and may have no more.
    case tooManyNames(Digest, Int)
    /// The workspace cannot be made, used or deleted.
    case workspace(WorkspaceRefusal)
    case uploadNotFound(UploadID)
    /// The caller's uploads take all their allowed space.
    case uploadQuota(ByteCount)
    case queueFull(retryAfter: Duration)
    case draining
    case notReady(String)
    /// The warden kept its old profiles; the text names the wrong line.
    case reloadFailed(String)
    /// The caller has gone before there was an answer: nobody reads this, and it is no refusal.
    case cancelled
    /// The state directory could not be read or written; nothing was done.
    case storage(String)
    case `internal`(String)

    /// The stable word for API clients, and the rule's name in a `refused` verdict.
    package var code: String {
        switch self {
        case .invalid: "invalid_request"
        case .invalidBundle: "invalid_bundle"
        case .invalidArguments: "invalid_arguments"
        case .profileNotListed: "profile_not_listed"
        case .scriptNotFound, .versionNotFound: "script_not_found"
        case .scriptNotApproved: "script_not_approved"
        case .scriptDeprecated: "script_deprecated"
        case .scriptRejected: "script_rejected"
        case .approvalRefused(_, _, _, let rule, _): rule
        case .runtimeChanged: "runtime_changed"
        case .scriptRevoked: "script_revoked"
        case .approvalExpired: "approval_expired"
        case .approvalNotYetValid: "approval_not_yet_valid"
        case .profileNotFound: "profile_not_found"
        case .profileNotApproved: "profile_not_approved"
        case .runtimeNotAllowed: "runtime_not_allowed"
        case .limitAboveCeiling: "limit_above_ceiling"
        case .overBudget: "over_budget"
        case .environmentNotAllowed: "environment_not_allowed"
        case .selfApproval: "self_approval"
        case .statementRefused: "statement_refused"
        case .signatureRefused: "signature_refused"
        case .unsignedApproval: "unsigned_approval"
        case .approvalNotFound: "approval_not_found"
        case .fileNotFound: "file_not_found"
        case .wrongState: "wrong_state"
        case .trustUnreadable: "trust_unreadable"
        case .forbidden: "forbidden"
        case .agentRefused(let refusal): refusal.rule.rawValue
        case .agentNotFound: "agent_not_found"
        case .sessionNotFound: "session_not_found"
        case .artifactNotFound: "artifact_not_found"
        case .receiptNotFound: "receipt_not_found"
        case .alreadyFinished: "already_finished"
        case .notFinished: "not_finished"
        case .eventsForgotten: "events_forgotten"
        case .idempotencyKeyReused: "idempotency_key_reused"
        case .proposalQuota: "proposal_quota_exceeded"
        case .tooManyNames: "too_many_names"
        case .workspace(let refusal): refusal.code
        case .uploadNotFound: "upload_not_found"
        case .uploadQuota: "upload_quota_exceeded"
        case .queueFull: "queue_full"
        case .draining: "draining"
        case .notReady: "not_ready"
        case .reloadFailed: "reload_failed"
        case .cancelled: "cancelled"
        case .storage: "storage_failed"
        case .internal: "internal_error"
        }
    }
}
