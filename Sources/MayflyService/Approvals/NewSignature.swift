internal import MayflyCore
internal import MayflyEvidence
internal import MayflyStore

/// A signature that somebody brings, as far as it is worth keeping.
struct NewSignature {
    let armour: String
    let key: SSHPublicKey
    let principal: String
    /// The fingerprint of its key.
    var fingerprint: String { key.fingerprint }

    /// Looks at a signature as one more of a statement's.
    ///
    /// What counts under one of the statement's profiles is kept; a signature that does not is refused with the reason,
    /// so that nobody believes to have approved.
    init(
        _ armour: String,
        on record: StatementRecord,
        saying content: ApprovalStatement,
        _ terms: AdmissionTerms
    ) throws(ServiceError) {
        let signature = try Self.read(armour)
        let fingerprint = signature.key.fingerprint
        let (evidence, index) = Self.evidence(of: record, with: armour, by: fingerprint)
        var fault: SignatureFault?
        for profile in content.profiles {
            let findings = terms.rule(of: profile.name).findings(on: evidence, saying: content)
            let finding = findings[index]
            if finding.counts, let principal = finding.principal {
                // As OpenSSH writes it, however it came: one signature is kept in one form.
                self.armour = String(decoding: signature.armoured, as: UTF8.self)
                (key, self.principal) = (signature.key, principal)
                return
            }
            fault = fault ?? finding.fault
        }
        throw .signatureRefused("key \(fingerprint): \(fault?.description ?? "it names nobody")")
    }

    private static func read(_ armour: String) throws(ServiceError) -> SSHSignature {
        do throws(SSHSignatureError) {
            return try SSHSignature(armoured: Array(armour.utf8))
        } catch {
            throw .signatureRefused("\(error)")
        }
    }

    /// What there would be with a signature of the key, and the signature's place in it.
    private static func evidence(
        of record: StatementRecord,
        with armour: String,
        by fingerprint: String
    ) -> (SignedStatement, place: Int) {
        var evidence = record.signed
        // The same key again is the same signature again: it replaces nothing and adds nothing.
        if let place = record.signatures.firstIndex(where: { $0.key == fingerprint }) {
            evidence.signatures[place] = Array(armour.utf8)
            return (evidence, place)
        }
        evidence.signatures.append(Array(armour.utf8))
        return (evidence, evidence.signatures.count - 1)
    }
}
