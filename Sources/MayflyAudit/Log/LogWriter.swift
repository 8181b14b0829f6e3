internal import Glibc
internal import MayflyCore
internal import Synchronization

/// The files of a growing log: one thread at a time writes, and any number read what is written.
package final class LogWriter: Sendable {
    /// The state of the log's files.
    struct State {
        var frontier: MerkleFrontier
        /// The first records of all segments.
        var segments: [UInt64]
        /// Where the last segment ends.
        var end: UInt64
        var checkpoint: SignedCheckpoint?
        /// The size of the last checkpoint in the history, and where the history ends.
        var kept: UInt64
        var historyEnd: UInt64
    }

    /// A checkpoint with its SSH signature.
    package struct SignedCheckpoint: Hashable, Sendable {
        package var checkpoint: Checkpoint
        /// The armoured signature of the checkpoint's body.
        package var signature: String
    }

    /// The number of records for which one checkpoint is kept in the history.
    static let historyStep: UInt64 = 256

    let directory: LogDirectory
    /// The key for checkpoints and receipts.
    package let key: LogKey
    let hashes: HashFile
    /// The size from which on a new segment is begun.
    private let segmentSize: UInt64
    let state: Mutex<State>

    init(_ directory: LogDirectory, key: LogKey, hashes: HashFile, segmentSize: UInt64, state: State) {
        self.directory = directory
        self.key = key
        self.hashes = hashes
        self.segmentSize = segmentSize
        self.state = Mutex(state)
    }

    /// How many records are in the files.
    package var size: UInt64 { state.withLock { $0.frontier.size } }
    /// The size and hash of the records in the files.
    package var head: TreeHead { state.withLock { TreeHead(size: $0.frontier.size, root: $0.frontier.root) } }
    package var checkpoint: SignedCheckpoint? { state.withLock { $0.checkpoint } }

    /// How many records the newest checkpoint has signed; fewer than are in the files while they are being written.
    package var signedSize: UInt64 { checkpoint?.checkpoint.head.size ?? 0 }
    /// Whether the newest checkpoint has signed all records in the files.
    package var isSigned: Bool { state.withLock { $0.checkpoint?.checkpoint.head.size == $0.frontier.size } }

    // MARK: - Writing

    /// Adds records and signs the log with them; all of it is on the disk when this returns.
    ///
    /// After an error nothing counts as written, and the caller must add the same records again.
    package func append(_ leaves: [[UInt8]]) throws(AuditError) {
        var rest = leaves[...]
        while !rest.isEmpty { rest = rest.dropFirst(try appendToOneSegment(rest)) }
        try publish(keeps: false)
    }

    /// Writes as many records as fit into the segment, and returns how many.
    private func appendToOneSegment(_ leaves: ArraySlice<[UInt8]>) throws(AuditError) -> Int {
        var next = state.withLock { $0 }
        let isNew = next.segments.isEmpty || next.end >= segmentSize
        if isNew {
            next.segments.append(next.frontier.size)
            next.end = 0
        }
        let place = HashPosition.count(size: next.frontier.size)
        let file = try LogFile(segment(of: next), O_WRONLY | O_CREAT)
        var (bytes, hashes, count): ([UInt8], [Digest], Int) = ([], [], 0)
        for leaf in leaves {
            if count > 0, next.end + UInt64(bytes.count) >= segmentSize { break }
            bytes += leaf
            hashes += next.frontier.append(MerkleHash.leaf(leaf))
            count += 1
        }
        try file.write(bytes, at: next.end)
        try file.sync()
        if isNew { try directory.sync() }
        try self.hashes.put(hashes, at: place)
        next.end += UInt64(bytes.count)
        state.withLock { [next] in $0 = next }
        return count
    }

    private func segment(of state: State) -> String {
        directory.path(of: LogDirectory.segment(state.segments.last ?? 0))
    }
}
