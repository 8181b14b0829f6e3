internal import Glibc
internal import MayflyCore

/// Reads a whole log once, and compares it with every checkpoint that is kept.
///
/// It needs only the files and the public key. Its memory does not grow with the log.
package struct LogScan {
    private let directory: LogDirectory
    private let hashes: HashFile?
    private var state = LogState()
    private var heads: HeadQueue
    /// The longest known head, which proves which stored hashes are right.
    private let longest: TreeHead?
    /// The size up to which everything is known to be right.
    private var proven: UInt64 = 0
    private var stored = StoredHashes()
    /// The first record that may be rubbish after a power cut; `nil` when none may be.
    private var unsettled: UInt64?

    /// Makes a scan.
    ///
    /// - Parameters:
    ///   - directory: The log.
    ///   - key: The log's key, from a place that can be trusted.
    ///   - known: Heads that are known from elsewhere, for example a checkpoint that was taken off the host.
    ///   - settled: How many records are surely on the disk; the database has the rest too. Rubbish behind these records and behind
    ///     the newest checkpoint is then a write that a power cut interrupted. `nil` when no rubbish is allowed.
    ///   - memory: The cache of earlier checks with the same key.
    package init(
        _ directory: LogDirectory,
        key: LogVerifierKey,
        known: [KnownHead] = [],
        settled: UInt64? = nil,
        memory: CheckpointMemory? = nil
    ) throws(AuditError) {
        let memory = memory?.key == key ? memory ?? CheckpointMemory(key) : CheckpointMemory(key)
        self.directory = directory
        self.hashes =
            directory.has(LogDirectory.hashes)
            ? try HashFile(directory.path(of: LogDirectory.hashes), isWritable: false) : nil
        var known = known
        if let note = try directory.read(LogDirectory.checkpoint, atMost: Checkpoint.longest) {
            let checkpoint = try Self.checkpoint(note, memory)
            state.checkpoint = checkpoint
            known.append(KnownHead(checkpoint.head, source: LogDirectory.checkpoint))
        }
        self.longest = known.map(\.head).max { $0.size < $1.size }
        self.heads = try HeadQueue(known, history: directory, memory)
        let signed = state.checkpoint?.head.size ?? 0
        self.unsettled = settled.map { max($0, signed) }
    }

    private static func checkpoint(_ note: String, _ memory: CheckpointMemory) throws(AuditError) -> Checkpoint {
        do throws(CheckpointFault) {
            return try memory.checkpoint(note)
        } catch {
            throw .damaged(AuditDamage(record: nil, file: LogDirectory.checkpoint, "it \(error)"))
        }
    }

    /// The size of the last checkpoint in the history; only valid when everything was read.
    package var kept: UInt64 { heads.lastKept }

    /// Reads everything.
    ///
    /// - Returns: What was found; the caller must judge a cut record at the very end, and records behind the newest checkpoint.
    /// - Throws: ``AuditError/damaged(_:)`` with the first record that is wrong.
    package mutating func run() throws(AuditError) -> LogState {
        try compareHeads()
        for first in try directory.segments() {
            guard !state.isTorn else { throw damage(state.frontier.size, "is cut off, and more follow it") }
            guard first == state.frontier.size else { throw gap(before: first) }
            state.lastSegment = first
            state.end = 0
            try readSegment(LogDirectory.segment(first))
        }
        try checkNothingIsMissing()
        if let hashes {
            let expected = HashPosition.count(size: state.frontier.size)
            if try !hashes.hasExactly(expected) { state.areHashesRight = false }
        }
        return state
    }

    private func gap(before first: UInt64) -> AuditError {
        let (size, name) = (state.frontier.size, LogDirectory.segment(first))
        if first > size {
            return .damaged(AuditDamage(record: size, file: name, "is missing: the file begins with record \(first)"))
        }
        return .damaged(AuditDamage(record: first, file: name, "is in two files; one of them does not belong here"))
    }

    private mutating func readSegment(_ name: String) throws(AuditError) {
        var reader = try LineReader(directory.path(of: name))
        while let line = try reader.next() {
            let index = state.frontier.size
            let isCut = !line.isWhole && line.bytes.count <= AuditLeaf.longest
            if let fault = Self.fault(of: line, index) {
                guard isCut || index >= unsettled ?? .max else { throw damage(index, fault) }
                state.isTorn = true
                return
            }
            try take(MerkleHash.leaf(line.bytes), index)
            state.end = line.offset + UInt64(line.bytes.count)
        }
    }

    private static func fault(of line: LineReader.Line, _ index: UInt64) -> String? {
        guard line.bytes.count <= AuditLeaf.longest else { return "is longer than any record" }
        guard line.isWhole else { return "is cut off" }
        let says = AuditLeaf.index(of: line.bytes)
        guard says != index else { return nil }
        return says.map { "is not there: record \($0) is in its place" } ?? "is no record"
    }

    private mutating func take(_ leaf: Digest, _ index: UInt64) throws(AuditError) {
        let completed = state.frontier.append(leaf)
        let place = HashPosition.of(level: 0, number: index)
        for (offset, hash) in completed.enumerated() {
            guard let known = try stored.hash(at: place + UInt64(offset), in: hashes) else { break }
            guard known != hash else { continue }
            if offset == 0, isProven(known, index) { throw damage(index, "was changed: it is not what was signed") }
            state.areHashesRight = false
        }
        try compareHeads()
    }

    /// Whether a checkpoint proves that the hash that is stored for a leaf is the right one.
    ///
    /// The owner of a key can sign any size, so nothing is computed for a size that the file of hashes does not reach.
    private func isProven(_ leaf: Digest, _ index: UInt64) -> Bool {
        guard let head = longest, index < head.size, let hashes, let count = try? hashes.count(),
            HashPosition.count(size: head.size) <= count,
            let proof = try? hashes.proof.inclusion(of: index, size: head.size)
        else { return false }
        return MerkleCheck.inclusion(of: leaf, index: index, size: head.size, root: head.root, proof: proof)
    }

    /// Compares the log so far with every head of its size.
    private mutating func compareHeads() throws(AuditError) {
        let size = state.frontier.size
        while let known = try heads.peek(), known.head.size <= size {
            guard known.head.size == size, known.head.root == state.frontier.root else {
                throw .damaged(difference(from: known))
            }
            proven = size
            try heads.drop()
        }
    }

    /// The damage when the log so far differs from a head.
    private func difference(from known: KnownHead) -> AuditDamage {
        let (size, file) = (state.frontier.size, state.lastSegment.map(LogDirectory.segment) ?? known.source)
        let says = "what the \(known.source) of size \(known.head.size) says"
        if proven + 1 == size { return AuditDamage(record: proven, file: file, "is not \(says)") }
        guard proven < size else { return AuditDamage(record: nil, file: file, "it is another log: it is not \(says)") }
        return AuditDamage(record: nil, file: file, "one of the records \(proven) to \(size - 1) is not \(says)")
    }

    private mutating func checkNothingIsMissing() throws(AuditError) {
        guard let next = try heads.peek() else { return try checkHistoryIsWhole() }
        throw damage(state.frontier.size, "is missing: the \(next.source) says that there are \(next.head.size)")
    }

    /// Checks that the history is less than one step behind the newest checkpoint.
    private func checkHistoryIsWhole() throws(AuditError) {
        guard let size = state.checkpoint?.head.size, size >= kept + LogWriter.historyStep else { return }
        let detail = "ends with size \(kept), and the newest checkpoint has \(size): its end was cut off"
        throw .damaged(AuditDamage(record: nil, file: LogDirectory.history, detail))
    }

    private func damage(_ record: UInt64, _ detail: String) -> AuditError {
        let file = state.lastSegment.map(LogDirectory.segment) ?? LogDirectory.segment(0)
        return .damaged(AuditDamage(record: record, file: file, detail))
    }
}
