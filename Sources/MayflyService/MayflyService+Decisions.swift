internal import Logging
internal import MayflyAudit
package import MayflyCore
internal import MayflyStore

extension MayflyService {
    /// Rejects a version that is not approved; signatures on it so far no longer count.
    ///
    /// The same bytes can be proposed again, and are then reviewed anew.
    package func reject(_ reference: ScriptReference, reason: String, by caller: Caller) async throws(ServiceError)
        -> VersionDetail
    {
        try await decide(.rejected, reference, reason, by: caller, LifecycleRule.checkRejection)
    }

    /// Deprecates an approved version: from now on its name means another version.
    package func deprecate(_ reference: ScriptReference, reason: String, by caller: Caller)
        async throws(ServiceError) -> VersionDetail
    {
        try await decide(.deprecated, reference, reason, by: caller, LifecycleRule.checkDeprecation)
    }

    private func decide(
        _ kind: VersionEvent.Kind,
        _ reference: ScriptReference,
        _ reason: String,
        by caller: Caller,
        _ check: @escaping @Sendable (VersionLife, ScriptName, Caller, AdmissionTerms) throws(ServiceError) -> Void
    ) async throws(ServiceError) -> VersionDetail {
        // Checked first: only callers who may decide about a version learn whether it exists.
        guard caller.isApprover else {
            let verb = kind == .rejected ? "reject" : "deprecate"
            throw .forbidden("only approvers may \(verb); ask one of them")
        }
        let version = try await oneVersion(toDecide: reference)
        let (name, digest) = (version.name, version.digest)
        let terms = try admission.terms()
        let event = VersionEvent(kind, name, digest, by: caller.identity, at: terms.now, text: reason)
        let leaf: AuditEvent =
            kind == .rejected
            ? .rejected(script: name, digest: digest, by: caller.uid, reason: reason)
            : .deprecated(script: name, digest: digest, by: caller.uid, reason: reason)
        let objection = try await storing { () async throws(StoreError) in
            try await self.store.add(event, leaves: [leaf]) { life -> ServiceError? in
                do throws(ServiceError) { try check(life, name, caller, terms) } catch { return error }
                return nil
            }
        }
        if let objection { throw objection }
        logger.notice(
            "version \(kind.rawValue)",
            metadata: ["digest": "\(version.digest)", "by": "\(caller.text)", "reason": "\(reason)"]
        )
        return try await detail(of: version)
    }

    /// A version with the bytes that a decision is about, under any name; the reference must contain the digest.
    func version(toDecide reference: ScriptReference) async throws(ServiceError) -> VersionRecord {
        guard let version = try await versions(toDecide: reference).first else {
            throw .scriptNotFound(reference.description)
        }
        return version
    }

    /// The version under one name that a decision is about.
    private func oneVersion(toDecide reference: ScriptReference) async throws(ServiceError) -> VersionRecord {
        let versions = try await versions(toDecide: reference)
        guard versions.count < 2 else {
            let names = versions.prefix(8).map(\.name.text).joined(separator: ", ")
            throw .invalid(
                pointer: "/script",
                detail: "these bytes have several names, of which one is meant: \(names)"
            )
        }
        guard let version = versions.first else { throw .scriptNotFound(reference.description) }
        return version
    }

    private func versions(toDecide reference: ScriptReference) async throws(ServiceError) -> [VersionRecord] {
        switch reference {
        case .name:
            throw .invalid(pointer: "/script", detail: "name the digest: name@sha256:… or sha256:…")
        case .version(let name, let digest):
            let version = try await storing { () async throws(StoreError) in try await self.store.version(name, digest)
            }
            guard let version else { throw try await missing(name, digest, .whole) }
            return [version]
        case .digest(let digest):
            return try await storing { () async throws(StoreError) in try await self.store.versions(with: digest) }
        }
    }
}
