internal import MayflyAgents
internal import MayflyCore
internal import MayflyJSON
package import MayflyStore

extension ServiceError {
    /// What happened, as one sentence without a full stop.
    package var sentence: String {
        switch self {
        case .invalid(let pointer, let detail): "\(pointer): \(detail)"
        case .invalidBundle(let faults): "the bundle is not right: \(Self.first(of: faults))"
        case .invalidArguments(let faults, _): "the arguments are not right: \(Self.first(of: faults))"
        case .profileNotListed(let digest, let profile, let listed):
            "\(digest) was not made for profile \(profile), only for \(listed.map(\.text).joined(separator: ", "))"
        case .scriptNotFound(let name): "there is no script '\(name)'"
        case .versionNotFound(let name, let digest): "script '\(name)' has no version \(digest)"
        case .scriptNotApproved(let digest, let name, let profile, let required):
            "\(Self.subject(digest, name)) is not approved for profile \(profile): 0 of \(required) signatures"
        case .scriptDeprecated(let digest, let name): "the newest version of \(name) is deprecated: \(digest)"
        case .scriptRejected(let digest, let reason): "a reviewer rejected \(digest)\(reason.map(Self.because) ?? "")"
        case .approvalRefused(let digest, let name, let profile, _, let detail),
            .runtimeChanged(let digest, let name, let profile, let detail, _):
            "\(Self.subject(digest, name)) is not approved for profile \(profile): \(detail)"
        case .scriptRevoked(let digest, let reason): "\(digest) was revoked: \(reason)"
        case .approvalExpired(let digest, let name, _, let end):
            "the approval of \(Self.subject(digest, name)) expired at \(DateText.text(of: end))"
        case .approvalNotYetValid(let digest, let name, let profile, let start):
            "\(Self.subject(digest, name)) is not approved for profile \(profile) before \(DateText.text(of: start))"
        case .profileNotFound(let name): "there is no profile '\(name.excerpt())'"
        case .profileNotApproved(let digest, let profile, let approved):
            "\(digest) is not approved for profile \(profile), only for \(approved.map(\.text).joined(separator: ", "))"
        case .runtimeNotAllowed(let runtime, let profile):
            "profile \(profile) does not allow runtime \(runtime.rawValue)"
        case .limitAboveCeiling(let limit, let asked, let ceiling):
            "limit \(limit.rawValue) \(asked) is above the profile's \(ceiling)"
        case .overBudget(let limit, let asked, let budget):
            "limit \(limit.rawValue) \(asked) is above \(budget), which all sessions of this daemon may take together"
        case .environmentNotAllowed(let name, let detail, _): "variable '\(name.excerpt())' is not allowed: \(detail)"
        case .selfApproval(let digest): "the author of \(digest) cannot approve it"
        case .statementRefused(let detail): "the statement is refused: \(detail)"
        case .signatureRefused(let detail): "the signature does not count: \(detail)"
        case .unsignedApproval:
            "an approval is a signed statement; the members 'script' and 'profiles' are no longer taken"
        case .approvalNotFound(let id): "there is no approval '\(id.excerpt())'"
        case .fileNotFound(let digest, let path): "\(digest) has no file '\(path.excerpt())'"
        case .wrongState(let digest, let state, _, let detail): "\(digest) is \(state.rawValue): \(detail)"
        case .trustUnreadable(let detail): "nobody's signature counts: \(detail)"
        case .forbidden(let detail), .notReady(let detail), .reloadFailed(let detail), .storage(let detail),
            .internal(let detail):
            detail
        case .agentRefused(let refusal): refusal.sentence
        case .agentNotFound(let name): "there is no agent '\(name.excerpt())'"
        case .sessionNotFound(let id): "there is no session \(id)"
        case .artifactNotFound(let id, let path): "session \(id) has no artifact '\(path.excerpt())'"
        case .receiptNotFound(let id):
            "session \(id) has no receipt: it has not ended, or ended before there were receipts"
        case .alreadyFinished(let id): "session \(id) has ended already"
        case .notFinished(let id): "session \(id) has not ended"
        case .eventsForgotten(let id?): "the order of the older events of session \(id) was forgotten"
        case .eventsForgotten(nil): "what followed that event was forgotten, or an earlier daemon said it"
        case .idempotencyKeyReused(let id): "the key was used before, with another body, for session \(id)"
        case .proposalQuota(let quota):
            "your versions that nobody has approved would take more than \(quota); each counts at least 64Ki"
        case .workspace(let refusal): refusal.sentence
        case .uploadNotFound(let id): "you have no upload \(id), or it has expired"
        case .uploadQuota(let quota): "your uploads would take more than \(quota), or there are 128 of them"
        case .tooManyNames(let digest, let count):
            "\(digest) has \(count) names already, in all or of yours, and may have no more"
        case .cancelled: "the request was given up: its connection has ended, or the daemon stops"
        case .queueFull: "the queue is full"
        case .draining: "the daemon is stopping"
        }
    }

    /// The first of several faults, and the number of further ones.
    private static func first(of faults: [ServiceFault]) -> String {
        guard let first = faults.first else { return "" }
        let more = faults.count > 1 ? " (and \(faults.count - 1) more)" : ""
        return "\(first.pointer): \(first.detail)\(more)"
    }

    /// A reviewer's text, which may have many lines, as the end of a sentence.
    private static func because(_ reason: String) -> String {
        ": \(reason.split(whereSeparator: \.isWhitespace).joined(separator: " ").excerpt(500))"
    }

    private static func subject(_ digest: Digest, _ name: ScriptName?) -> String {
        name.map { "\($0)@\(digest)" } ?? digest.description
    }

    /// Maps a failure of the store to the caller's error.
    package init(_ error: StoreError) {
        switch error {
        case .overQuota(let quota): self = .proposalQuota(quota)
        case .tooManyNames(let digest, let count): self = .tooManyNames(digest, count)
        case .cancelled: self = .cancelled
        case .full, .damaged, .newer, .revoked, .failed: self = .storage("\(error)")
        }
    }
}
