internal import MayflyAudit
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// Reads a daemon's log once and compares it with what its key signed.
enum RemoteCheck {
    /// Reads and compares everything up to the newest checkpoint.
    static func run(_ daemon: DaemonConnection, key: String?, known: [KeptNote]) async throws -> OfflineCheck.Result {
        let reply = try await daemon.auditCheckpoint()
        guard let verifier = LogVerifierKey(noteText: key ?? reply["log_key"]?.text ?? "") else {
            throw CommandFailure("the daemon sent no key of a log")
        }
        var heads: [KnownHead] = []
        for note in known { heads.append(try head(note.text, verifier, keptIn: note.place)) }
        heads.append(try head(reply["checkpoint"]?.text ?? "", verifier, keptIn: nil))
        heads.sort { $0.head.size < $1.head.size }
        let frontier = try await read(daemon, heads[...])
        return OfflineCheck.Result(
            head: TreeHead(size: frontier.size, root: frontier.root),
            key: verifier.sshText
        )
    }

    /// The tree head that a note signs.
    ///
    /// - Parameter place: Where the note was kept; `nil` for the one that the daemon sent.
    private static func head(_ note: String, _ key: LogVerifierKey, keptIn place: String?) throws(CommandFailure)
        -> KnownHead
    {
        do throws(CheckpointFault) {
            let head = try Checkpoint(note, key: key).head
            return KnownHead(head, source: place.map { "the checkpoint in \($0)" } ?? "a checkpoint")
        } catch {
            throw CommandFailure("\(place ?? "a checkpoint") \(error)")
        }
    }

    private static func read(_ daemon: DaemonConnection, _ heads: ArraySlice<KnownHead>) async throws -> MerkleFrontier
    {
        var (frontier, heads) = (MerkleFrontier(), heads)
        try compare(frontier, &heads)
        while let next = heads.first {
            let page = try await daemon.auditLeaves(from: frontier.size)
            let leaves = (page["items"]?.elements ?? []).compactMap(\.text)
            guard !leaves.isEmpty else { throw damage(frontier.size, "is missing: \(next.source) has more") }
            for leaf in leaves.map({ Array($0.utf8) }) where !heads.isEmpty {
                guard AuditLeaf.index(of: leaf) == frontier.size else {
                    throw damage(frontier.size, "is not there: another one is in its place")
                }
                frontier.append(MerkleHash.leaf(leaf))
                try compare(frontier, &heads)
            }
        }
        return frontier
    }

    private static func compare(_ frontier: MerkleFrontier, _ heads: inout ArraySlice<KnownHead>) throws {
        while let known = heads.first, known.head.size <= frontier.size {
            guard known.head.size == frontier.size, known.head.root == frontier.root else {
                throw damage(nil, "the records up to \(frontier.size) are not those that \(known.source) has signed")
            }
            heads = heads.dropFirst()
        }
    }

    private static func damage(_ record: UInt64?, _ detail: String) -> AuditError {
        .damaged(AuditDamage(record: record, file: "the daemon's log", detail))
    }
}
