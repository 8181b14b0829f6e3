internal import MayflyCore
internal import MayflyEvidence
internal import MayflyJSON

/// The statements and signatures beside a log.
///
/// A record was written for each signature, in their order: the first one of an approval names the first signature. Nothing
/// of them is ever forgotten, so all that was signed has to be there.
struct ApprovalFiles {
    /// What the records have said of one approval so far.
    private struct Known {
        /// The newest record that names it.
        var record: UInt64
        var signatures: Int
    }

    private let directory: LogDirectory
    private let people: AllowedSigners?
    private let memory: SignatureMemory
    /// Of statements and signatures.
    private let names: Set<String>
    private var known: [String: Known] = [:]

    init(_ directory: LogDirectory, _ people: AllowedSigners?, _ memory: SignatureMemory) throws(AuditError) {
        (self.directory, self.people, self.memory) = (directory, people, memory)
        let names =
            directory.has(LogDirectory.approvals)
            ? try LogDirectory(directory.path(of: LogDirectory.approvals)).names() : []
        self.names = Set(names.filter { $0.hasSuffix(".json") || $0.hasSuffix(".sig") })
    }

    /// How many approvals the records name.
    var count: Int { known.count }

    /// What is wrong with the statement that a record names, or with the signature that it was written for.
    mutating func compare(_ leaf: JSON, _ index: UInt64) throws(AuditError) -> AuditDamage? {
        // Without a statement there is nothing that anybody has signed.
        guard let id = leaf["approval"]?.text, ApprovalID(id) != nil, let digest = leaf["statement"]?.text
        else { return nil }
        let number = (known[id]?.signatures ?? 0) + 1
        known[id] = Known(record: index, signatures: number)
        let file = "\(LogDirectory.approvals)/\(id).json"
        guard let statement = try directory.bytes(of: file, atMost: ApprovalStatement.longest) else {
            return AuditDamage(record: index, file: file, "is missing, or longer than any statement")
        }
        guard MerkleHash.digest(of: statement).description == digest else {
            return AuditDamage(record: index, file: file, "is not the statement that was signed")
        }
        guard let said = try? ApprovalStatement(statement), AuditLeaf.repeats(said, in: leaf) else {
            return AuditDamage(record: index, file: file, "does not say what the record says that it does")
        }
        let signer = leaf["signers"]?.elements.last?.text ?? ""
        let seconds = leaf["time"]?.text.flatMap(DateText.parse).map { UInt64(max(0, $0.milliseconds / 1000)) }
        let name = "\(file).\(number).sig"
        guard let fault = try fault(of: name, over: statement, by: signer, at: seconds ?? 0) else { return nil }
        return AuditDamage(record: index, file: name, fault)
    }

    /// What is wrong with a signature; `nil` when nothing is.
    ///
    /// - Parameters:
    ///   - signer: Whose it is by the record.
    ///   - seconds: When the record was written, since 1970: the key had to be valid then.
    private func fault(of name: String, over statement: [UInt8], by signer: String, at seconds: UInt64)
        throws(AuditError) -> String?
    {
        guard let armour = try directory.bytes(of: name, atMost: SSHSignature.longestArmour) else {
            return "is missing, or longer than any signature"
        }
        let signature: SSHSignature
        do throws(SSHSignatureError) {
            signature = try memory.canonical(armour, over: statement, namespace: ApprovalStatement.namespace)
        } catch {
            return "is no signature of the statement: \(error)"
        }
        guard let people else { return nil }
        let lines = people.lines(of: signature.key).filter {
            $0.allows(ApprovalStatement.namespace) && $0.isValid(at: seconds)
        }
        let isTheirs = lines.contains {
            $0.names?.contains { $0.excerpt(AuditLeaf.longestText).hasBytes(of: signer) } == true
        }
        return isTheirs
            ? nil : "is by no key that \(LogDirectory.people) has for \(signer.excerpt()) at the record's time"
    }

    /// What no record names, when all were read.
    var unnamed: [AuditDamage] {
        var wanted: Set<String> = []
        for (id, known) in known {
            wanted.insert("\(id).json")
            for number in 1...known.signatures { wanted.insert("\(id).json.\(number).sig") }
        }
        return names.subtracting(wanted).sorted().map { name in
            let id = String(name.prefix { $0 != "." })
            return AuditDamage(
                record: known[id]?.record,
                file: "\(LogDirectory.approvals)/\(name)",
                "is named by no record"
            )
        }
    }
}
