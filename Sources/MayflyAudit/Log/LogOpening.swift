internal import Glibc
internal import MayflyCore

/// Opens a log for writing, after reading and comparing everything in it.
package struct LogOpening {
    private let directory: LogDirectory
    private let key: LogKey
    private let anchor: LogAnchor

    /// The default size from which on a new segment is begun.
    package static let segmentSize: UInt64 = 8 << 20

    /// Makes an opening.
    ///
    /// - Parameters:
    ///   - directory: Made if the log is new.
    ///   - key: The log's key.
    ///   - anchor: What the database knows of the files.
    package init(_ directory: LogDirectory, key: LogKey, anchor: LogAnchor) {
        self.directory = directory
        self.key = key
        self.anchor = anchor
    }

    /// Opens the log.
    ///
    /// It signs nothing: the caller must first compare the records that are both in the files and in the database, and then have the log
    /// signed. A cut last record, and rubbish that a power cut has left there, are removed if the database still has the records.
    /// Nothing else is repaired, and a damaged log is never begun again.
    ///
    /// - Throws: ``AuditError/damaged(_:)`` with the first record that is wrong.
    package func open(segmentSize: UInt64 = segmentSize) throws(AuditError) -> LogWriter {
        if anchor.exported.size == 0 { try directory.make() }
        try checkKey()
        let historyEnd = try mendHistory()
        let known = KnownHead(anchor.exported, source: "database")
        var scan = try LogScan(directory, key: key.verifier, known: [known], settled: anchor.exported.size)
        let state = try scan.run()
        try check(state)
        if state.isTorn, let first = state.lastSegment { try cut(LogDirectory.segment(first), at: state.end) }
        let areThere = directory.has(LogDirectory.hashes)
        let hashes = try HashFile(directory.path(of: LogDirectory.hashes), isWritable: true)
        if !state.areHashesRight || !areThere { try rebuild(hashes) }
        try writeKeys()
        return LogWriter(
            directory,
            key: key,
            hashes: hashes,
            segmentSize: segmentSize,
            state: LogWriter.State(
                frontier: state.frontier,
                segments: try directory.segments(),
                end: state.end,
                checkpoint: nil,
                kept: scan.kept,
                historyEnd: historyEnd
            )
        )
    }

    private func checkKey() throws(AuditError) {
        let text = try directory.read(LogDirectory.noteKey)
        guard text?.hasBytes(of: key.verifier.noteText) ?? true else {
            throw .damaged(
                AuditDamage(record: nil, file: LogDirectory.noteKey, "the log has another key than keys/audit-log")
            )
        }
    }

    /// Removes a cut last line of the history, and returns where the history ends.
    ///
    /// A line that is too long is no interrupted write, wherever it is: it stays, with everything behind it, and is refused when it is
    /// read.
    private func mendHistory() throws(AuditError) -> UInt64 {
        guard directory.has(LogDirectory.history) else { return 0 }
        var reader = try LineReader(directory.path(of: LogDirectory.history), longest: CheckpointLine.longest)
        var end: UInt64 = 0
        while let line = try reader.next() {
            guard line.isWhole else {
                if line.bytes.count <= CheckpointLine.longest { try cut(LogDirectory.history, at: end) }
                break
            }
            end = line.offset + UInt64(line.bytes.count)
        }
        return end
    }

    /// Compares the files with the database's anchor.
    private func check(_ state: LogState) throws(AuditError) {
        let file = state.lastSegment.map(LogDirectory.segment) ?? LogDirectory.checkpoint
        let size = state.frontier.size + (state.isTorn ? 1 : 0)
        guard size <= anchor.next else {
            throw .damaged(
                AuditDamage(
                    record: anchor.next,
                    file: file,
                    "the database knows \(anchor.next) records only: it is an older copy, or of another log"
                )
            )
        }
    }

    private func cut(_ name: String, at end: UInt64) throws(AuditError) {
        let file = try LogFile(directory.path(of: name), O_WRONLY)
        try file.truncate(to: end)
        try file.sync()
    }

    /// Writes all hashes again, from the records.
    private func rebuild(_ hashes: HashFile) throws(AuditError) {
        try hashes.cut(at: 0)
        var frontier = MerkleFrontier()
        for first in try directory.segments() {
            var reader = try LineReader(directory.path(of: LogDirectory.segment(first)))
            var (place, pending) = (HashPosition.count(size: frontier.size), [Digest]())
            while let line = try reader.next() {
                pending += frontier.append(MerkleHash.leaf(line.bytes))
                guard pending.count >= 4096 else { continue }
                try hashes.put(pending, at: place)
                (place, pending) = (place + UInt64(pending.count), [])
            }
            try hashes.put(pending, at: place)
        }
    }

    private func writeKeys() throws(AuditError) {
        let verifier = key.verifier
        let files = [
            (LogDirectory.noteKey, verifier.noteText), (LogDirectory.sshKey, verifier.sshText),
            (LogDirectory.allowedSigners, verifier.allowedSigner),
        ]
        for (name, text) in files where try directory.read(name)?.hasBytes(of: text) != true {
            try directory.replace(name, with: text)
        }
        try directory.sync()
    }
}
