internal import Logging
internal import MayflyAudit
package import MayflyCore
package import MayflyStore

extension MayflyService {
    /// The longest that an approval may hold.
    private static let longestApproval = Duration.seconds(10 * 366 * 86_400)

    /// Approves one version for some profiles.
    package func approve(_ request: ApprovalRequest, by caller: Caller) async throws(ServiceError) -> ApprovalRecord {
        guard caller.isApprover else { throw .forbidden("only approvers may approve; ask one of them") }
        let version = try await version(toApprove: request.reference)
        try checkProfiles(request.profiles)
        let now = Timestamp.now
        let expiry = try expiry(request.expiry, from: now)
        let isSelf = try await checkAuthor(version.digest, caller)
        let approval = ApprovalRecord(
            id: "apr_" + SessionID.new().text.dropFirst(4),
            name: version.name,
            digest: version.digest,
            profiles: request.profiles,
            approver: caller.identity,
            createdAt: now,
            expiresAt: expiry,
            comment: request.comment,
            isSelfApproval: isSelf
        )
        try await storing { () async throws(StoreError) in
            try await self.store.add(approval, leaves: [.approved(Self.fact(approval))])
        }
        logger.notice("version approved", metadata: ["digest": "\(version.digest)", "by": "\(caller.text)"])
        if isSelf {
            logger.warning(
                "this was a SELF-APPROVAL",
                metadata: ["digest": "\(version.digest)", "by": "\(caller.text)"]
            )
        }
        return approval
    }

    /// Takes back every approval of a digest, for good; ends its sessions.
    package func revoke(
        _ reference: ScriptReference,
        reason: String,
        by caller: Caller
    ) async throws(ServiceError) -> RevocationResult {
        guard caller.isApprover else { throw .forbidden("only approvers may revoke; ask one of them") }
        let digest = try await digest(toRevoke: reference)
        let revocation = RevocationRecord(digest: digest, by: caller.identity, reason: reason, createdAt: .now)
        let stored = try await storing { () async throws(StoreError) in
            try await self.store.add(
                revocation,
                leaves: [.revoked(digest: digest, by: caller.uid, reason: reason)]
            )
        }
        logger.notice(
            "version revoked",
            metadata: ["digest": "\(digest)", "by": "\(caller.text)", "reason": "\(reason)"]
        )
        let ending = SessionEnding(cause: .revoked(by: caller.text, reason: reason), immediately: true)
        var result = RevocationResult(record: stored, refused: 0, killed: 0)
        for id in await director.sessions(of: digest) {
            switch await end(id, ending) {
            case .dequeued: result.refused += 1
            case .ordered: result.killed += 1
            case .notThere, .failed: break
            }
        }
        return result
    }

    /// What the log says of an approval that was recorded.
    private static func fact(_ approval: ApprovalRecord) -> ApprovalFact {
        ApprovalFact(
            id: approval.id,
            script: approval.name,
            digest: approval.digest,
            profiles: approval.profiles,
            statement: nil,
            signers: ["uid \(approval.approver.uid)"],
            by: approval.approver.uid,
            expires: approval.expiresAt,
            isSelfApproval: approval.isSelfApproval
        )
    }

    private func version(toApprove reference: ScriptReference) async throws(ServiceError) -> VersionRecord {
        let versions: [VersionRecord]
        switch reference {
        case .name:
            throw .invalid(
                pointer: "/script",
                detail: "an approval must name the digest: name@sha256:…, as 'script show' prints it"
            )
        case .version(let name, let digest):
            let version = try await storing { () async throws(StoreError) in try await self.store.version(name, digest)
            }
            versions = version.map { [$0] } ?? []
        case .digest(let digest):
            versions = try await storing { () async throws(StoreError) in try await self.store.versions(with: digest) }
        }
        guard let version = versions.first else { throw .scriptNotFound(reference.description) }
        let revocation = try await storing { () async throws(StoreError) in
            try await self.store.revocation(of: version.digest)
        }
        if let revocation { throw .scriptRevoked(version.digest, reason: revocation.reason) }
        return version
    }

    private func digest(toRevoke reference: ScriptReference) async throws(ServiceError) -> Digest {
        switch reference {
        case .name:
            throw .invalid(pointer: "/script", detail: "a revocation must name the digest: name@sha256:… or sha256:…")
        case .version(let name, let digest):
            let version = try await storing { () async throws(StoreError) in try await self.store.version(name, digest)
            }
            guard version != nil else { throw .scriptNotFound(reference.description) }
            return digest
        case .digest(let digest):
            let versions = try await storing { () async throws(StoreError) in
                try await self.store.versions(with: digest)
            }
            guard !versions.isEmpty else { throw .scriptNotFound(reference.description) }
            return digest
        }
    }

    private func checkProfiles(_ names: [ProfileName]) throws(ServiceError) {
        guard !names.isEmpty else { throw .invalid(pointer: "/profiles", detail: "name at least one profile") }
        guard Set(names).count == names.count else {
            throw .invalid(pointer: "/profiles", detail: "a profile is named twice")
        }
        for name in names { _ = try profile(named: name) }
    }

    private func expiry(_ expiry: ApprovalRequest.Expiry?, from now: Timestamp) throws(ServiceError) -> Timestamp {
        let (moment, pointer) =
            switch expiry {
            case nil: (now.advanced(by: configuration.approvalLifetime), "/lifetime")
            case .after(let lifetime): (now.advanced(by: lifetime), "/lifetime")
            case .at(let moment): (moment, "/expires_at")
            }
        guard now < moment else { throw .invalid(pointer: pointer, detail: "it must lie in the future") }
        guard now.duration(to: moment) <= Self.longestApproval else {
            throw .invalid(pointer: pointer, detail: "an approval holds ten years at most")
        }
        return moment
    }

    /// Refuses an approval by an author; says whether it is one that the configuration lets pass.
    private func checkAuthor(_ digest: Digest, _ caller: Caller) async throws(ServiceError) -> Bool {
        let versions = try await storing { () async throws(StoreError) in try await self.store.versions(with: digest) }
        guard versions.contains(where: { $0.author.uid == caller.uid }) else { return false }
        guard configuration.allowsSelfApproval else { throw .selfApproval(digest) }
        return true
    }
}
