internal import MayflyCore
internal import MayflyEvidence
internal import MayflyJSON

/// The statements and signatures beside a log.
///
/// The log has one record for each signature, in the order of the signatures: the first record of an approval names its first
/// signature. They are never forgotten, so everything that was signed must be there.
struct ApprovalFiles {
    /// What the records have said of one approval so far.
    private struct Known {
        /// The newest record that names the approval.
        var record: UInt64
        var signatures: Int
    }

    private let directory: LogDirectory
    private let people: AllowedSigners?
    private let memory: SignatureMemory
    /// The names of statements and signatures.
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

    /// Compares a record with the statement that it names and the signature that it was written for.
    ///
    /// - Returns: The damage, and the statement's content if the record agrees with it.
    mutating func compare(_ leaf: JSON, _ index: UInt64) throws(AuditError) -> (
        damage: AuditDamage?, content: ApprovalStatement?
    ) {
        // A record without a statement names nothing that anybody could have signed.
        guard let id = leaf["approval"]?.text, ApprovalID(id) != nil, leaf["statement"]?.text != nil
        else { return (nil, nil) }
        let number = (known[id]?.signatures ?? 0) + 1
        known[id] = Known(record: index, signatures: number)
        let file = "\(LogDirectory.approvals)/\(id).json"
        switch try directory.bytes(of: file, atMost: ApprovalStatement.longest) {
        case .failure(let damage): return (damage.of(index), nil)
        case .success(let statement):
            let digest = MerkleHash.digest(of: statement).description
            guard leaf["statement"]?.text?.hasBytes(of: digest) == true else {
                return (AuditDamage(record: index, file: file, "is not the statement that was signed"), nil)
            }
            guard let content = try? ApprovalStatement(statement), AuditLeaf.repeats(content, in: leaf) else {
                return (AuditDamage(record: index, file: file, "does not say what the record says that it does"), nil)
            }
            return (try damage(of: "\(file).\(number).sig", over: statement, by: leaf)?.of(index), content)
        }
    }

    /// The damage of the signature that a record was written for; `nil` when it is right.
    private func damage(of name: String, over statement: [UInt8], by leaf: JSON) throws(AuditError) -> AuditDamage? {
        switch try directory.bytes(of: name, atMost: SSHSignature.longestArmour) {
        case .failure(let damage): return damage
        case .success(let armour):
            return fault(of: armour, over: statement, by: leaf).map { AuditDamage(record: nil, file: name, $0) }
        }
    }

    private func fault(of armour: [UInt8], over statement: [UInt8], by leaf: JSON) -> String? {
        let signature: SSHSignature
        do throws(SSHSignatureError) {
            signature = try memory.canonical(armour, over: statement, namespace: ApprovalStatement.namespace)
        } catch {
            return "is no signature of the statement: \(error)"
        }
        // Records by older versions do not name the signature.
        if let said = leaf["signature"]?.text, !said.hasBytes(of: MerkleHash.digest(of: armour).description) {
            return "is another signature than the record names"
        }
        let signer = leaf["signers"]?.elements.last?.text ?? ""
        let seconds = AuditLeaf.seconds("time", of: leaf)
        guard let people, !Self.isKey(signature.key, of: signer, at: seconds ?? 0, people) else { return nil }
        return "is by no key that \(LogDirectory.people) has for \(signer.excerpt()) at the record's time"
    }

    /// Whether a key belongs to a signer and may sign approvals.
    ///
    /// - Parameters:
    ///   - signer: The signer in the record.
    ///   - seconds: When the record was written, since 1970: the key had to be valid then.
    private static func isKey(
        _ key: SSHPublicKey,
        of signer: String,
        at seconds: UInt64,
        _ people: AllowedSigners
    ) -> Bool {
        people.lines(of: key).contains { line in
            line.allows(ApprovalStatement.namespace) && line.isValid(at: seconds)
                && line.names?.contains { $0.excerpt(AuditLeaf.longestText).hasBytes(of: signer) } == true
        }
    }

    /// The files that no record names, after all records were read.
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
