internal import MayflyAPI
internal import MayflyAudit
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService

/// The audit log, as JSON.
enum AuditReply {
    /// Some records, each as its exact text.
    static func leaves(_ leaves: [[UInt8]], from first: UInt64, size: UInt64) -> JSON {
        let next = first + UInt64(leaves.count)
        return .record([
            "from": .integer(first), "size": .integer(size),
            "items": .strings(leaves.map { String(decoding: $0, as: UTF8.self) }),
            "next": next < size && !leaves.isEmpty ? .integer(next) : nil,
        ])
    }

    static func checkpoint(_ current: AuditCheckpoint) -> JSON {
        .object([
            "size": .integer(current.checkpoint.head.size), "root": .string(current.checkpoint.head.root.hexadecimal),
            "checkpoint": .string(current.checkpoint.note), "checkpoint_signature": .string(current.signature),
            "note_signature": .string(current.noteSignature), "log_key": .string(current.key.noteText),
            "ssh_key": .string(current.key.sshText),
            "allowed_signers": .string(current.key.allowedSigner),
        ])
    }

    /// Some lines of the history of checkpoints, each as its exact text.
    static func history(_ lines: [[UInt8]]) -> JSON {
        .record([
            "items": .strings(lines.map { String(decoding: $0, as: UTF8.self) }),
            "next": lines.last.flatMap(CheckpointLine.size).map { .integer($0) },
        ])
    }

    /// A proof that a record is in the log.
    static func proof(of index: UInt64, size: UInt64, _ proof: [Digest]) -> JSON {
        .object([
            "index": .integer(index), "size": .integer(size), "proof": .strings(proof.map(\.hexadecimal)),
        ])
    }

    /// A proof that one log is the beginning of another.
    static func consistency(_ old: TreeHead, _ new: TreeHead, _ proof: [Digest]) -> JSON {
        .object([
            "from": .integer(old.size), "from_root": .string(old.root.hexadecimal), "to": .integer(new.size),
            "to_root": .string(new.root.hexadecimal), "proof": .strings(proof.map(\.hexadecimal)),
        ])
    }
}
