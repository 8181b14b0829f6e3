internal import MayflyCore
internal import MayflyEvidence
internal import WardenProtocol

/// Answers one request: whether this evidence lets these bytes run, and how they must be started.
enum Verification {
    /// Answers a request; a refusal's detail is cut to fit its frame.
    static func answer(to request: VerifyRequest) -> VerifyAnswer {
        do throws(ApprovalRefusal) {
            return .permitted(try permit(for: request))
        } catch {
            return .refused(rule: error.rule.rawValue, detail: error.detail.excerpt(FrameBound.sentence - 4))
        }
    }

    private static func permit(for request: VerifyRequest) throws(ApprovalRefusal) -> Permit {
        let rule = ApprovalRule(
            trust: try trust(of: request),
            policy: request.policy,
            allowsSelfApproval: request.allowsSelfApproval,
            now: request.now
        )
        let decision = try rule.decide(request.evidence, digest: request.digest, profile: request.profile)
        return Permit(
            decision: permitted(decision.statement.decision),
            approvers: decision.approvers,
            holdsUntil: decision.holdsUntil,
            closure: decision.closure,
            start: try startDescription(of: request)
        )
    }

    private static func permitted(_ decision: ApprovalStatement.Decision) -> Permit.Decision {
        switch decision {
        case .approve: .approve
        case .review: .review
        }
    }

    private static func trust(of request: VerifyRequest) throws(ApprovalRefusal) -> TrustFiles {
        do throws(TrustFileError) {
            return try TrustFiles(allowedSigners: request.allowedSigners, revokedKeys: request.revokedKeys)
        } catch {
            throw ApprovalRefusal(.trustUnreadable, "\(error)")
        }
    }
}
