internal import Logging
package import MayflyCore
internal import MayflyStore

extension MayflyService {
    /// Refuses a version that is not approved; what was signed about it until now does not count any more.
    ///
    /// The same bytes can be proposed again, and are then looked at anew.
    package func reject(_ reference: ScriptReference, reason: String, by caller: Caller) async throws(ServiceError)
        -> VersionDetail
    {
        guard caller.isApprover else { throw .forbidden("only approvers may reject; ask one of them") }
        return try await decide(.rejected, reference, reason, by: caller) { digest, state throws(ServiceError) in
            switch state {
            case .proposed, .expired: return
            case .rejected: throw .wrongState(digest, state, detail: "it is rejected already")
            default: throw .wrongState(digest, state, detail: "deprecate it, or revoke it for good")
            }
        }
    }

    /// Says that an approved version should not be used any more: its name means another version from now on.
    package func deprecate(_ reference: ScriptReference, reason: String, by caller: Caller)
        async throws(ServiceError) -> VersionDetail
    {
        guard caller.isApprover else { throw .forbidden("only approvers may deprecate; ask one of them") }
        return try await decide(.deprecated, reference, reason, by: caller) { digest, state throws(ServiceError) in
            guard state == .approved else {
                throw .wrongState(digest, state, detail: "only what is approved can be deprecated")
            }
        }
    }

    private func decide(
        _ kind: VersionEvent.Kind,
        _ reference: ScriptReference,
        _ reason: String,
        by caller: Caller,
        _ check: (Digest, VersionState) throws(ServiceError) -> Void
    ) async throws(ServiceError) -> VersionDetail {
        let version = try await version(toDecide: reference)
        let life = try await admission.life(of: version.digest)
        if let revocation = life.revocation { throw .scriptRevoked(version.digest, reason: revocation.reason) }
        try check(version.digest, AdmissionRule.state(life, try admission.terms()))
        let event = VersionEvent(
            kind,
            version.name,
            version.digest,
            by: caller.identity,
            at: .now,
            text: reason
        )
        try await storing { () async throws(StoreError) in try await self.store.add(event) }
        logger.notice(
            "version \(kind.rawValue)",
            metadata: ["digest": "\(version.digest)", "by": "\(caller.text)", "reason": "\(reason)"]
        )
        return try await detail(of: version)
    }

    /// The version that a decision is about; it has to be named by its digest.
    func version(toDecide reference: ScriptReference) async throws(ServiceError) -> VersionRecord {
        let versions: [VersionRecord]
        switch reference {
        case .name:
            throw .invalid(pointer: "/script", detail: "name the digest: name@sha256:… or sha256:…")
        case .version(let name, let digest):
            let version = try await storing { () async throws(StoreError) in try await self.store.version(name, digest)
            }
            versions = version.map { [$0] } ?? []
        case .digest(let digest):
            versions = try await storing { () async throws(StoreError) in try await self.store.versions(with: digest) }
        }
        guard let version = versions.first else { throw .scriptNotFound(reference.description) }
        return version
    }
}
