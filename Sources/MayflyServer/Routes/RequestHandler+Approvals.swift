internal import HTTPTypes
internal import HummingbirdCore
internal import MayflyAPI
internal import MayflyCore
internal import MayflyEvidence
internal import MayflyJSON
internal import MayflyService

extension RequestHandler {
    /// Answers requests about statements, signatures and reviewers' decisions.
    func respondAboutApprovals(_ asked: Asked, _ query: RequestQuery) async throws -> Response {
        let caller = asked.caller
        switch asked.route {
        case .statement(let name, let digest):
            let request = try Self.statementRequest(name, digest, query)
            return Response(ApprovalReply.draft(try await service.statement(request, for: caller)))
        case .approve: return created(ApprovalReply.json(try await approve(asked)))
        case .approval(let id): return Response(ApprovalReply.json(try await service.approval(id, for: caller)))
        case .reject:
            let request = try await asked.content.read(DecisionRequest.init)
            let version = try await service.reject(request.script, reason: request.reason, by: caller)
            return created(ScriptReply.version(version))
        case .deprecate:
            let request = try await asked.content.read(DecisionRequest.init)
            let version = try await service.deprecate(request.script, reason: request.reason, by: caller)
            return created(ScriptReply.version(version))
        case .revoke:
            let request = try await asked.content.read(RevokeRequest.init)
            let result = try await service.revoke(
                request.script,
                reason: request.reason,
                kills: request.kills,
                by: caller
            )
            return created(ScriptReply.revoked(result))
        case .trust: return Response(ApprovalReply.trust(try service.trust(for: caller)))
        default: return try await listApprovals(query, caller)
        }
    }

    private func approve(_ asked: Asked) async throws -> ApprovalDetail {
        let request = try await asked.content.read { (body) throws(RequestFaults) -> ApproveRequest? in
            ApproveRequest.isUnsigned(body) ? nil : try ApproveRequest(body)
        }
        guard let request else {
            throw asked.caller.isApprover ? ServiceError.unsignedApproval : .forbidden("only approvers may approve")
        }
        return try await service.approve(
            Array(request.statement.utf8),
            signature: request.signature,
            by: asked.caller
        )
    }

    private func listApprovals(_ query: RequestQuery, _ caller: Caller) async throws -> Response {
        let states = ApprovalState.allCases.map(\.rawValue).joined(separator: ", ")
        let approvals = try await service.approvals(
            named: try query.parsed("script", "the name of a script", ScriptName.init),
            of: try query.parsed("digest", "sha256:<64 hex>") { Digest($0) },
            in: try query.parsed("state", "one of \(states)", ApprovalState.init(rawValue:)),
            for: caller
        )
        return Response(.object(["items": .array(approvals.map(ApprovalReply.json))]))
    }

    private static func statementRequest(
        _ name: ScriptName,
        _ digest: Digest,
        _ query: RequestQuery
    ) throws(RequestFaults) -> StatementRequest {
        let decision = try query.parsed(
            "decision",
            "approve or review",
            ApprovalStatement.Decision.init(rawValue:)
        )
        return StatementRequest(
            name: name,
            digest: digest,
            decision: decision ?? .approve,
            profiles: try query.parsed("profiles", "names of profiles with commas between", profiles) ?? [],
            lifetime: try query.parsed("expires", "a duration such as 12h, 90d or 2w") {
                try? Duration(parsingLifetime: $0)
            },
            comment: try query.parsed("comment", "a text without control characters", comment) ?? "",
            replaces: try query.parsed("replaces", "the identifier of an approval") { ApprovalID($0) }
        )
    }

    private static func profiles(_ text: String) -> [ProfileName]? {
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map { ProfileName(String($0)) }
        return names.contains(nil) ? nil : names.compactMap(\.self)
    }

    private static func comment(_ text: String) -> String? {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0..<0x20, 0x7f..<0xa0: false
            default: true
            }
        }
        return isPlain ? text : nil
    }
}
