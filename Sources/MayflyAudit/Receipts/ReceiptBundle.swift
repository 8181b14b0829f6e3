package import MayflyCore
package import MayflyJSON

/// A receipt with everything needed to check it without the log: the leaf that names it, the proof, and a checkpoint.
package struct ReceiptBundle: Hashable, Sendable {
    /// The most bytes of a bundle as JSON, in which each byte of the receipt may be escaped once more.
    package static let longest = 2 * Receipt.longest + (1 << 20)

    package var statement: [UInt8]
    /// The armoured signature by the log's key.
    package var signature: String
    /// The leaf of the end, or of the refusal.
    package var leaf: [UInt8]
    package var index: UInt64
    package var proof: [Digest]
    /// A signed note.
    package var checkpoint: String
    package var checkpointSignature: String
    package var key: LogVerifierKey

    package init(
        statement: [UInt8],
        signature: String,
        leaf: [UInt8],
        index: UInt64,
        proof: [Digest],
        checkpoint: String,
        checkpointSignature: String,
        key: LogVerifierKey
    ) {
        self.statement = statement
        self.signature = signature
        self.leaf = leaf
        self.index = index
        self.proof = proof
        self.checkpoint = checkpoint
        self.checkpointSignature = checkpointSignature
        self.key = key
    }

    /// The bundle in the API's form.
    package var json: JSON {
        .object([
            "statement": .string(String(decoding: statement, as: UTF8.self)), "signature": .string(signature),
            "index": .number("\(index)"), "leaf": .string(String(decoding: leaf, as: UTF8.self)),
            "proof": .strings(proof.map(\.hexadecimal)), "checkpoint": .string(checkpoint),
            "checkpoint_signature": .string(checkpointSignature), "log_key": .string(key.noteText),
            "ssh_key": .string(key.sshText), "allowed_signers": .string(key.allowedSigner),
        ])
    }

    /// Checks everything against a key.
    ///
    /// - Parameter key: The log's key, from a place that can be trusted.
    /// - Returns: The head of the log that provably contains the receipt.
    package func check(key: LogVerifierKey) throws(AuditError) -> TreeHead {
        guard key == self.key else { throw Self.fault("it names another key than the log's") }
        guard key.isSSHSignature(signature, of: statement, namespace: Receipt.namespace) else {
            throw Self.fault("the statement is not signed by the log's key")
        }
        let known: Checkpoint
        do throws(CheckpointFault) {
            known = try Checkpoint(checkpoint, key: key)
        } catch {
            throw Self.fault("the checkpoint \(error)")
        }
        let body = Array(known.body.utf8)
        guard key.isSSHSignature(checkpointSignature, of: body, namespace: Checkpoint.namespace) else {
            throw Self.fault("the checkpoint's SSH signature is not by the log's key")
        }
        guard AuditLeaf.index(of: leaf) == index, AuditLeaf.receipt(of: leaf) == MerkleHash.digest(of: statement) else {
            throw Self.fault("the log's record \(index) is not of this receipt")
        }
        let isIn = MerkleCheck.inclusion(
            of: MerkleHash.leaf(leaf),
            index: index,
            size: known.head.size,
            root: known.head.root,
            proof: proof
        )
        guard isIn else { throw Self.fault("the proof does not show that record \(index) is in the log") }
        return known.head
    }

    static func fault(_ detail: String) -> AuditError {
        .damaged(AuditDamage(record: nil, file: "receipt", detail))
    }
}
