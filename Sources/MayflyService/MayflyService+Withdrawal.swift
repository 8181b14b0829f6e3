internal import MayflyAudit
internal import MayflyCore
internal import MayflyStore

extension MayflyService {
    /// Withdraws a version for its author, who is no approver: it is then rejected, by its author.
    ///
    /// A caller who is not the author gets the same answer whether the version exists or not.
    func withdraw(_ reference: ScriptReference, reason: String, by caller: Caller) async throws(ServiceError)
        -> VersionDetail
    {
        let version = try await ownVersion(reference, of: caller)
        let (name, digest) = (version.name, version.digest)
        let terms = try admission.terms()
        let bound = LifecycleRule.WithdrawalBound(
            number: configuration.dailyWithdrawals,
            size: configuration.proposalQuota
        )
        let event = VersionEvent(.rejected, name, digest, by: caller.identity, at: terms.now, text: reason)
        let leaf = AuditEvent.rejected(script: name, digest: digest, by: caller.uid, reason: reason)
        let objection = try await storing { () async throws(StoreError) in
            try await self.store.withdraw(event, since: terms.now.advanced(by: .seconds(-86_400)), leaves: [leaf]) {
                (life, standing) -> ServiceError? in
                do throws(ServiceError) {
                    try LifecycleRule.checkWithdrawal(of: life, as: name, by: caller, standing, bound: bound, terms)
                } catch { return error }
                return nil
            }
        }
        return try await decided(event, on: version, unless: objection)
    }

    /// The one version of the reference that the caller has proposed.
    private func ownVersion(_ reference: ScriptReference, of caller: Caller) async throws(ServiceError)
        -> VersionRecord
    {
        let versions = try await known(reference).filter { LifecycleRule.isOwn($0, of: caller) }
        guard let version = versions.first else { throw LifecycleRule.notOwn }
        try Self.checkIsOne(of: versions)
        return version
    }

    /// The versions that a reference with a digest means; empty if there are none.
    private func known(_ reference: ScriptReference) async throws(ServiceError) -> [VersionRecord] {
        switch reference {
        case .name: return []
        case .version(let name, let digest):
            let version = try await storing { () async throws(StoreError) in
                try await self.store.version(name, digest)
            }
            return [version].compactMap(\.self)
        case .digest(let digest):
            return try await storing { () async throws(StoreError) in try await self.store.versions(with: digest) }
        }
    }
}
