internal import Logging
internal import MayflyAudit
package import MayflyCore
internal import MayflyStore

extension MayflyService {
    /// Rejects a version that is not approved; signatures on it so far no longer count.
    ///
    /// The same bytes can be proposed again, and are then reviewed anew. Callers who are no approvers withdraw their own versions.
    package func reject(_ reference: ScriptReference, reason: String, by caller: Caller) async throws(ServiceError)
        -> VersionDetail
    {
        guard caller.isApprover else { return try await withdraw(reference, reason: reason, by: caller) }
        return try await decide(.rejected, reference, reason, by: caller, LifecycleRule.checkRejection)
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
        guard caller.isApprover else { throw .forbidden("only approvers may deprecate; ask one of them") }
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
        return try await decided(event, on: version, unless: objection)
    }

    /// The version after a decision; throws the objection if there is one.
    func decided(_ event: VersionEvent, on version: VersionRecord, unless objection: ServiceError?)
        async throws(ServiceError) -> VersionDetail
    {
        if let objection { throw objection }
        logger.notice(
            "version \(event.kind.rawValue)",
            metadata: ["digest": "\(event.digest)", "by": "uid \(event.by.uid)", "reason": "\(event.text)"]
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
        try Self.checkIsOne(of: versions)
        guard let version = versions.first else { throw .scriptNotFound(reference.description) }
        return version
    }

    /// Refuses a digest that stands for several versions, where the decision is about one of them.
    static func checkIsOne(of versions: [VersionRecord]) throws(ServiceError) {
        guard versions.count > 1 else { return }
        let names = versions.prefix(8).map(\.name.text).joined(separator: ", ")
        throw .invalid(pointer: "/script", detail: "these bytes have several names, of which one is meant: \(names)")
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
