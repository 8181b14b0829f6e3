internal import Glibc
internal import MayflyCore

/// Writes a copy of a log that the caller hands over record by record, and checks it.
package struct LogExport {
    private let directory: LogDirectory
    private let hashes: HashFile
    private var frontier = MerkleFrontier()
    private var segment: LogFile?
    private var end: UInt64 = 0

    /// Begins a copy in a directory, which is made if needed, and must not hold a log yet.
    package init(_ path: String) throws(AuditError) {
        directory = LogDirectory(path)
        try directory.make()
        guard try directory.segments().isEmpty, !directory.has(LogDirectory.checkpoint) else {
            throw .failed("\(path) holds a log already; name a directory that does not exist")
        }
        hashes = try HashFile(directory.path(of: LogDirectory.hashes), isWritable: true)
    }

    /// How many records were handed over.
    package var size: UInt64 { frontier.size }

    /// Adds the next records.
    package mutating func append(_ leaves: [[UInt8]]) throws(AuditError) {
        for leaf in leaves {
            let file: LogFile
            if let segment, end < LogOpening.segmentSize {
                file = segment
            } else {
                let path = directory.path(of: LogDirectory.segment(size))
                file = try LogFile(path, O_WRONLY | O_CREAT | O_EXCL)
                (segment, end) = (file, 0)
            }
            let place = HashPosition.count(size: size)
            try file.write(leaf, at: end)
            try hashes.put(frontier.append(MerkleHash.leaf(leaf)), at: place)
            end += UInt64(leaf.count)
        }
    }

    /// Writes the checkpoint and the keys.
    ///
    /// - Parameters:
    ///   - checkpoint: A note of exactly the records that were handed over.
    ///   - signature: The armoured signature of the checkpoint's body.
    ///   - noteSignature: The armoured signature of the whole note.
    ///   - key: The log's key.
    package func finish(
        checkpoint: String,
        signature: String,
        noteSignature: String,
        key: LogVerifierKey
    ) throws(AuditError) {
        let files = [
            (LogDirectory.checkpoint, checkpoint), (LogDirectory.signature, signature),
            (LogDirectory.noteSignature, noteSignature),
            (LogDirectory.noteKey, key.noteText), (LogDirectory.sshKey, key.sshText),
            (LogDirectory.allowedSigners, key.allowedSigner),
        ]
        for (name, text) in files { try directory.replace(name, with: text) }
        try segment?.sync()
        try directory.sync()
    }

    /// Reads the whole copy once more, and compares it with what the log's key has signed.
    package func check(key: LogVerifierKey) throws(AuditError) -> OfflineCheck.Result {
        try OfflineCheck.run(directory.path, key: key.noteText)
    }

    /// Writes one more file, below the directory.
    ///
    /// - Parameter name: A fixed name, perhaps after a fixed directory; never one that a user chose.
    package func add(_ name: String, _ text: String) throws(AuditError) {
        if let slash = name.lastIndex(of: "/") { try LogDirectory(directory.path(of: String(name[..<slash]))).make() }
        try directory.replace(name, with: text)
    }
}
