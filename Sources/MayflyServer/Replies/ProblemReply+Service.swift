internal import HTTPTypes
internal import MayflyAPI
internal import MayflyAgents
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService

extension ProblemReply {
    /// Translates a refusal of the service for a client.
    init(_ error: ServiceError) {
        let (status, title) = Self.status(of: error)
        self.init(status, error.code, title, error.sentence, hint: Self.hint(for: error))
        faults = Self.faults(of: error)
        members = Self.members(of: error)
        if let delay = Self.delay(after: error) { headers[.retryAfter] = "\(delay)" }
    }

    private static func faults(of error: ServiceError) -> [RequestFault] {
        switch error {
        case .invalid(let pointer, let detail): [RequestFault(pointer, detail)]
        case .invalidBundle(let found), .invalidArguments(let found, _):
            found.map { RequestFault($0.pointer, $0.detail, keyword: $0.keyword) }
        case .limitAboveCeiling(let limit, _, let most), .overBudget(let limit, _, let most):
            [RequestFault("/limits/\(limit.rawValue)", "at most \(most)")]
        case .environmentNotAllowed(let name, let detail, _): [RequestFault("/env/\(name.excerpt())", detail)]
        default: []
        }
    }

    private static func members(of error: ServiceError) -> [JSON.Member] {
        switch error {
        case .scriptNotApproved(let digest, _, let profile, let required):
            [
                self.digest(digest), JSON.Member("profile", .string(profile.text)),
                JSON.Member("approvals", .integer(0)), JSON.Member("required", .integer(required)),
            ]
        case .approvalRefused(let digest, _, let profile, _, _), .runtimeChanged(let digest, _, let profile, _, _),
            .approvalNotYetValid(let digest, _, let profile, _):
            [self.digest(digest), JSON.Member("profile", .string(profile.text))]
        case .scriptRevoked(let digest, _), .approvalExpired(let digest, _, _, _),
            .profileNotApproved(let digest, _, _), .profileNotListed(let digest, _, _), .selfApproval(let digest),
            .scriptRejected(let digest, _), .scriptDeprecated(let digest, _), .fileNotFound(let digest, _):
            [self.digest(digest)]
        case .wrongState(let digest, let state, _, _):
            [self.digest(digest), JSON.Member("state", .string(state.rawValue))]
        case .agentRefused(let refusal):
            [
                JSON.Member("agent", .string(refusal.agent.text)), JSON.Member("limit", .string(refusal.limit)),
                JSON.Member("used", .string(refusal.used)),
            ]
        default: []
        }
    }

    private static func digest(_ digest: Digest) -> JSON.Member { JSON.Member("digest", .string(digest.description)) }

    /// The seconds after which a retry is worthwhile; `nil` where that is not known.
    private static func delay(after error: ServiceError) -> Int64? {
        switch error {
        case .agentRefused(let refusal): refusal.retryAfter.map(AgentRefusal.seconds)
        case .queueFull(let delay): max(1, delay.components.seconds)
        case .draining, .notReady, .trustUnreadable, .cancelled: 1
        default: nil
        }
    }

    /// The status and the title of each code.
    private static func status(of error: ServiceError) -> (HTTPResponse.Status, String) {
        switch error {
        case .invalid: (.unprocessableContent, "The request has invalid members")
        case .invalidBundle: (.unprocessableContent, "The bundle breaks the rules of bundles")
        case .invalidArguments: (.unprocessableContent, "The arguments are not what the script takes")
        case .scriptNotFound: (.notFound, "There is no such script")
        case .versionNotFound: (.notFound, "The script has no such version")
        case .scriptNotApproved: (.forbidden, "The script is not approved")
        case .scriptDeprecated: (.forbidden, "The script is deprecated")
        case .scriptRejected: (.forbidden, "The script was rejected")
        case .approvalRefused: (.forbidden, "The script is not approved")
        case .runtimeChanged: (.forbidden, "Something else would start the script than was approved")
        case .scriptRevoked: (.forbidden, "The script was revoked")
        case .approvalExpired: (.forbidden, "The script's approval has expired")
        case .approvalNotYetValid: (.forbidden, "The script's approval does not hold yet")
        case .profileNotFound: (.notFound, "There is no such profile")
        case .profileNotApproved: (.forbidden, "The script is not approved for this profile")
        case .profileNotListed: (.unprocessableContent, "The script was not made for this profile")
        case .runtimeNotAllowed: (.unprocessableContent, "The profile does not allow this runtime")
        case .limitAboveCeiling: (.unprocessableContent, "A limit is above the profile's")
        case .overBudget: (.unprocessableContent, "The session is larger than the daemon's budget")
        case .environmentNotAllowed: (.unprocessableContent, "The variable is not allowed")
        case .selfApproval: (.forbidden, "Authors cannot approve their own scripts")
        case .statementRefused: (.unprocessableContent, "The statement is refused")
        case .signatureRefused: (.forbidden, "The signature does not count")
        case .unsignedApproval: (.gone, "Approvals are signed")
        case .approvalNotFound: (.notFound, "There is no such approval")
        case .fileNotFound: (.notFound, "The version has no such file")
        case .wrongState: (.conflict, "The version is in another state")
        case .trustUnreadable: (.serviceUnavailable, "Nobody's signature counts now")
        case .forbidden: (.forbidden, "You may not do this")
        case .agentRefused(let refusal) where refusal.rule.isQuota: (.tooManyRequests, "The agent's quota is used up")
        case .agentRefused: (.forbidden, "The agent may not run this")
        case .agentNotFound: (.notFound, "There is no such agent")
        case .sessionNotFound: (.notFound, "There is no such session")
        case .artifactNotFound: (.notFound, "There is no such artifact")
        case .receiptNotFound: (.notFound, "There is no such receipt")
        case .alreadyFinished: (.conflict, "The session has ended already")
        case .notFinished: (.conflict, "The session has not ended")
        case .eventsForgotten: (.gone, "The older events were forgotten")
        case .idempotencyKeyReused: (.unprocessableContent, "The key was used for another request")
        case .proposalQuota: (.forbidden, "Too much waits for approval")
        case .tooManyNames: (.forbidden, "The bytes have too many names")
        case .workspace(let refusal): status(of: refusal)
        case .uploadNotFound: (.notFound, "There is no such upload")
        case .uploadQuota: (.forbidden, "Too much was uploaded")
        case .queueFull: (.tooManyRequests, "The queue is full")
        case .draining: (.serviceUnavailable, "The daemon is stopping")
        case .notReady: (.serviceUnavailable, "The daemon is not ready yet")
        case .reloadFailed: (.unprocessableContent, "The profiles were not reloaded")
        case .cancelled: (.serviceUnavailable, "The request was given up")
        case .storage:
            (
                HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"),
                "The store cannot be read or written"
            )
        case .internal: (.internalServerError, "Something went wrong inside the daemon")
        }
    }

    private static func hint(for error: ServiceError) -> String? {
        switch error {
        case .scriptNotFound: "list the scripts with: mayfly script ls"
        case .versionNotFound(let name, _): "list its versions with: mayfly script show \(name)"
        case .scriptNotApproved(let digest, let name, let profile, _):
            name.map { "ask an approver to run: \(ApprovalHint.command($0, digest, [profile.text]))" }
                ?? "propose it with 'mayfly script add NAME FILE', then ask an approver to look at \(digest)"
        case .approvalRefused(let digest, let name, let profile, "not_enough_approvals", _):
            ApprovalHint.another(name, digest, profile)
        case .approvalRefused(let digest, let name, let profile, _, _): ApprovalHint.anew(name, digest, [profile])
        case .approvalExpired(let digest, let name, let profiles, _): ApprovalHint.anew(name, digest, profiles)
        case .approvalNotYetValid(_, _, _, let start): ApprovalHint.wait(until: start)
        case .runtimeChanged(let digest, let name, let profile, _, let approval):
            approval.map(ApprovalHint.repin) ?? ApprovalHint.draft(name, digest, profile)
        case .scriptDeprecated(let digest, let name):
            "run it by its digest, \(name)@\(digest), or have another version approved"
        case .scriptRejected: "change it, or propose it again with: mayfly script add NAME FILE"
        case .invalidBundle: "check it without a daemon: mayfly bundle check DIRECTORY"
        case .invalidArguments(_, let script): script.map { "the script's schema: mayfly script show \($0)" }
        case .profileNotListed(_, _, let listed):
            "use --profile \(listed.first?.text ?? "NAME"), which its mayfly.yaml lists"
        case .scriptRevoked: "a revocation is final: propose a changed version"
        case .profileNotFound: "list the profiles with: mayfly profile ls"
        case .profileNotApproved(_, _, let approved):
            "run it with --profile \(approved.first?.text ?? "standard"), or ask an approver to approve it for this profile"
        case .runtimeNotAllowed: "the profiles and their runtimes: mayfly profile ls"
        case .environmentNotAllowed(_, _, let list): hint(forVariableMissingIn: list)
        case .sessionNotFound: "list your sessions with: mayfly ps --all"
        case .eventsForgotten(_?): "read from the beginning: from=0"
        case .eventsForgotten(nil): "read what is remembered: leave 'from' out"
        case .notFinished(let id): "wait for it with: mayfly wait \(id); or end it with: mayfly kill \(id)"
        case .idempotencyKeyReused: "make a new key for each submission, and repeat one with the same bytes only"
        case .artifactNotFound(let id, _): "list what the session left with: mayfly inspect \(id)"
        case .receiptNotFound(let id): "wait for the session's end with: mayfly wait \(id)"
        case .reloadFailed: "check the files with: mayfly profile check FILE..., or mayfly agent check FILE"
        case .storage: "look at the daemon's log and at the free space of its state directory"
        case .limitAboveCeiling: "limits of a request only tighten the profile's; ask for less, or use another profile"
        case .overBudget: "ask for a lower limit, or the operator to raise budget in the daemon's configuration"
        case .selfApproval:
            "ask another approver; on a one-person machine set 'selfApproval: true' in the daemon's configuration"
        case .statementRefused: "take a new one with: mayfly review statement NAME@DIGEST --profile NAME"
        case .signatureRefused: "whose signatures count: mayfly review trust, and docs/review.md"
        case .unsignedApproval: "sign with: mayfly review approve NAME@DIGEST --profile NAME"
        case .approvalNotFound: "list them with: mayfly review ls --approvals"
        case .wrongState(_, _, let name, _): "what happened to it: mayfly script log \(name?.text ?? "NAME")"
        case .trustUnreadable: "the operator has to mend the file, as docs/review.md says; nothing runs until then"
        case .proposalQuota:
            "ask an approver to sign or reject your versions, or the operator to raise maxProposalBytesPerUser"
        case .tooManyNames: "use one of the names that they have, or propose a changed version"
        case .uploadNotFound: "send the file again to POST /v1/uploads, and name what it answers"
        case .uploadQuota: "wait until some have expired, or ask the operator to raise maxUploadBytesPerUser"
        case .agentRefused(let refusal) where refusal.rule == .cpu || refusal.rule == .memory:
            "ask for lower limits, for example --limit wall=5s; what you have used: mayfly agent show \(refusal.agent)"
        case .agentRefused(let refusal): "what you may run and have used: mayfly agent show \(refusal.agent)"
        case .agentNotFound: "list the agents with: mayfly agent ls"
        case .workspace(let refusal): hint(for: refusal)
        case .queueFull, .draining, .notReady, .cancelled: "try again later"
        default: nil
        }
    }

    /// The hint for a variable that is not allowed; it suggests listing the variable only where somebody can allow it.
    private static func hint(forVariableMissingIn list: VariableList?) -> String {
        let passing = "pass data as an argument or an input file"
        switch list {
        case .profile: return "\(passing), or ask the operator to list the name in the profile"
        case .script: return "\(passing), or propose a version that lists the name under env"
        case nil: return passing
        }
    }
}
