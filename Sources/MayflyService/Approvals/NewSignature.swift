internal import MayflyCore
internal import MayflyEvidence
internal import MayflyStore

/// A submitted signature that is worth keeping.
struct NewSignature {
    let armour: String
    let key: SSHPublicKey
    let principal: String
    /// The fingerprint of its key.
    var fingerprint: String { key.fingerprint }

    /// Checks a signature as an additional one on a statement.
    ///
    /// A signature that counts under one of the statement's profiles is kept. Any other is refused with the reason, so that nobody
    /// believes to have approved.
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
                // In the form that OpenSSH writes, whatever the input: each signature has one stored form.
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

    /// The evidence with the key's signature added, and the place of the signature in it.
    private static func evidence(
        of record: StatementRecord,
        with armour: String,
        by fingerprint: String
    ) -> (SignedStatement, place: Int) {
        var evidence = record.signed
        // The same key again means the same signature again: the evidence does not grow.
        if let place = record.signatures.firstIndex(where: { $0.key == fingerprint }) {
            evidence.signatures[place] = Array(armour.utf8)
            return (evidence, place)
        }
        evidence.signatures.append(Array(armour.utf8))
        return (evidence, evidence.signatures.count - 1)
    }
}
