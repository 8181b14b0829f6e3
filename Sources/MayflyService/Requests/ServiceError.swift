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
    /// The arguments are not what the script takes; pointers lead into the request. What has its schema, where it has one.
    case invalidArguments([ServiceFault], schemaOf: String?)
    case scriptNotFound(String)
    /// There is a script of the name, and it has no such version.
    case versionNotFound(ScriptName, Digest)
    /// Nobody has signed that it may run under the profile, which demands so many people.
    case scriptNotApproved(Digest, name: ScriptName?, ProfileName, required: UInt32)
    /// The only versions of the name that may run are deprecated.
    case scriptDeprecated(Digest, ScriptName)
    /// A reviewer rejected it, and nobody has proposed it again; the reason is `nil` where several names have one each.
    case scriptRejected(Digest, reason: String?)
    /// There is a statement, and it does not permit this; the rule is one of the rules of evidence.
    case approvalRefused(Digest, name: ScriptName?, ProfileName, rule: String, detail: String)
    /// Something else would start the script than its approvers saw, and the profile lets nothing else start it; the
    /// statement is the one to sign anew, where there is one.
    case runtimeChanged(Digest, name: ScriptName?, ProfileName, detail: String, approval: String?)
    case scriptRevoked(Digest, reason: String)
    /// It is over for these profiles.
    case approvalExpired(Digest, name: ScriptName?, [ProfileName], at: Timestamp)
    case approvalNotYetValid(Digest, name: ScriptName?, ProfileName, from: Timestamp)
    case profileNotFound(String)
    case profileNotApproved(Digest, ProfileName, approved: [ProfileName])
    /// The script's own description names the profiles that it was made for.
    case profileNotListed(Digest, ProfileName, listed: [ProfileName])
    case runtimeNotAllowed(RuntimeName, ProfileName)
    case limitAboveCeiling(LimitName, asked: String, ceiling: String)
    /// It would take more of the host than all sessions together may.
    case overBudget(LimitName, asked: String, budget: String)
    case environmentNotAllowed(String, detail: String, missingIn: VariableList?)
    case selfApproval(Digest)
    /// The statement is not one that this daemon would ask for.
    case statementRefused(String)
    /// The signature does not count; the text says why.
    case signatureRefused(String)
    /// Approvals have been without signatures before, and are no longer.
    case unsignedApproval
    case approvalNotFound(String)
    case fileNotFound(Digest, String)
    /// The decision is not one about a version in this state.
    case wrongState(Digest, VersionState, name: ScriptName?, detail: String)
    /// Nobody's signature counts, because the trust files cannot be read or understood.
    case trustUnreadable(String)
    case forbidden(String)
    /// A rule for the agent, or one of its quotas.
    case agentRefused(AgentRefusal)
    case agentNotFound(String)
    case sessionNotFound(SessionID)
    case artifactNotFound(SessionID, String)
    /// It has not ended, or ended before there were receipts.
    case receiptNotFound(SessionID)
    case alreadyFinished(SessionID)
    /// Only what has ended can be forgotten.
    case notFinished(SessionID)
    /// The order of the session's events before the one that was named is not known any more; of the daemon's without a session.
    case eventsForgotten(SessionID?)
    /// The key of a submission was used for another one.
    case idempotencyKeyReused(SessionID)
    /// The caller's versions that nobody has approved take all the room that they may.
    case proposalQuota(ByteCount)
    /// The bytes have this many names, and may have no more.
    case tooManyNames(Digest, Int)
    /// A workspace cannot be made, used or deleted.
    case workspace(WorkspaceRefusal)
    case uploadNotFound(UploadID)
    /// The caller's uploads take all the room that they may.
    case uploadQuota(ByteCount)
    case queueFull(retryAfter: Duration)
    case draining
    case notReady(String)
    /// The warden kept its old profiles; the text says which line is wrong.
    case reloadFailed(String)
    /// Whoever asked has gone before there was an answer: nobody reads this, and it is no refusal.
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
