internal import MayflyCore
internal import MayflyEvidence
internal import MayflyJSON

/// Checks a copy of a log with nothing but its files.
package enum OfflineCheck {
    /// The result for a log that is right.
    package struct Result: Hashable, Sendable {
        /// The head of all records, which the newest checkpoint has signed.
        package var head: TreeHead
        /// The log's key, as a line of an OpenSSH public key file.
        package var key: String
        /// The evidence beside the records, which agrees with them.
        package var evidence: EvidenceCheck.Count
        /// Whether the signers whose signatures count are known.
        package var knowsPeople: Bool

        package init(
            head: TreeHead,
            key: String,
            evidence: EvidenceCheck.Count = EvidenceCheck.Count(),
            knowsPeople: Bool = false
        ) {
            self.head = head
            self.key = key
            self.evidence = evidence
            self.knowsPeople = knowsPeople
        }
    }

    /// Reads and compares everything.
    ///
    /// - Parameters:
    ///   - path: The directory with the segments.
    ///   - key: The log's key as a note verifier's line; by default the one beside the log, which anybody who changed the log could
    ///     have changed too.
    ///   - known: Checkpoints that were kept elsewhere.
    ///   - people: The signers of approvals in the form of `allowed_signers`; by default the file beside the log. Without either,
    ///     signatures are checked, but not their signers.
    ///   - memory: The cache of earlier checks; of no use for another key.
    package static func run(
        _ path: String,
        key: String?,
        known: [KeptNote] = [],
        people: String? = nil,
        memory: CheckpointMemory? = nil
    ) throws(AuditError) -> Result {
        let directory = LogDirectory(path)
        let verifier = try Self.key(directory, key)
        let memory = memory?.key == verifier ? memory ?? CheckpointMemory(verifier) : CheckpointMemory(verifier)
        var scan = try LogScan(directory, key: verifier, known: try heads(known, memory), memory: memory)
        let state = try scan.run()
        try checkEnd(state)
        try checkKeys(directory, verifier)
        guard let checkpoint = state.checkpoint else {
            throw .damaged(AuditDamage(record: nil, file: LogDirectory.checkpoint, "is missing"))
        }
        try checkSignature(directory, checkpoint, memory)
        let signers = try Self.people(directory, people)
        var evidence = try EvidenceCheck(directory, key: verifier, people: signers, memory: memory.signatures)
        return Result(
            head: state.head,
            key: verifier.sshText,
            evidence: try evidence.run(),
            knowsPeople: signers != nil
        )
    }

    /// The heads that kept checkpoints have signed.
    private static func heads(_ notes: [KeptNote], _ memory: CheckpointMemory) throws(AuditError) -> [KnownHead] {
        var heads: [KnownHead] = []
        for note in notes {
            do throws(CheckpointFault) {
                heads.append(KnownHead(try memory.checkpoint(note.text).head, source: "checkpoint in \(note.place)"))
            } catch {
                throw .failed("\(note.place) \(error)")
            }
        }
        return heads
    }

    private static func people(_ directory: LogDirectory, _ given: String?) throws(AuditError) -> AllowedSigners? {
        let kept = try directory.read(LogDirectory.people, atMost: TrustFile.longest)
        guard let text = given ?? kept else { return nil }
        do throws(TrustFileError) {
            return try AllowedSigners(Array(text.utf8))
        } catch {
            throw .damaged(AuditDamage(record: nil, file: LogDirectory.people, "\(error)"))
        }
    }

    private static func checkEnd(_ state: LogState) throws(AuditError) {
        let file = state.lastSegment.map(LogDirectory.segment) ?? LogDirectory.checkpoint
        guard let checkpoint = state.checkpoint else { return }
        guard !state.isTorn else {
            throw .damaged(AuditDamage(record: state.frontier.size, file: file, "is cut off"))
        }
        guard state.frontier.size == checkpoint.head.size else {
            throw .damaged(
                AuditDamage(record: checkpoint.head.size, file: file, "is in no checkpoint")
            )
        }
        guard state.areHashesRight else {
            throw .damaged(
                AuditDamage(record: nil, file: LogDirectory.hashes, "does not follow from the records, which are right")
            )
        }
    }

    /// Checks that the forms of the key beside the log are those of this key.
    private static func checkKeys(_ directory: LogDirectory, _ key: LogVerifierKey) throws(AuditError) {
        let files = [
            (LogDirectory.noteKey, key.noteText), (LogDirectory.sshKey, key.sshText),
            (LogDirectory.allowedSigners, key.allowedSigner),
        ]
        for (name, text) in files {
            guard let found = try directory.read(name), !found.hasBytes(of: text) else { continue }
            throw .damaged(AuditDamage(record: nil, file: name, "is not the key that the log was checked with"))
        }
    }

    private static func key(_ directory: LogDirectory, _ given: String?) throws(AuditError) -> LogVerifierKey {
        let kept = try directory.read(LogDirectory.noteKey)
        guard let text = given ?? kept else {
            throw .failed("\(directory.path(of: LogDirectory.noteKey)) is missing; give the log's key")
        }
        guard let key = LogVerifierKey(noteText: text) else {
            throw .damaged(AuditDamage(record: nil, file: LogDirectory.noteKey, "is no key of a log"))
        }
        return key
    }

    /// Checks the SSH signature of a checkpoint's body.
    ///
    /// Ed25519 signs the same text in one way only, so the signature must be exactly that one.
    private static func checkSignature(
        _ directory: LogDirectory,
        _ checkpoint: Checkpoint,
        _ memory: CheckpointMemory
    ) throws(AuditError) {
        guard let text = try directory.read(LogDirectory.signature),
            memory.isSigned(checkpoint, by: text)
        else {
            throw .damaged(
                AuditDamage(record: nil, file: LogDirectory.signature, "is not the log's signature of the checkpoint")
            )
        }
        guard let text = try directory.read(LogDirectory.noteSignature), !memory.isSignedWhole(checkpoint, by: text)
        else { return }
        throw .damaged(
            AuditDamage(
                record: nil,
                file: LogDirectory.noteSignature,
                "is not the log's signature of the whole checkpoint"
            )
        )
    }
}
