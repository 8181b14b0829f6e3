package import MayflyCore
internal import Synchronization

extension LogWriter {
    /// Some records, as they are in the files.
    ///
    /// - Parameters:
    ///   - first: The index of the first one.
    ///   - count: The most records.
    /// - Returns: Fewer records at the end of the log.
    package func leaves(from first: UInt64, atMost count: Int) throws(AuditError) -> [[UInt8]] {
        let (size, segments) = state.withLock { ($0.frontier.size, $0.segments) }
        guard first < size, count > 0 else { return [] }
        var leaves: [[UInt8]] = []
        let begin = segments.lastIndex { $0 <= first } ?? 0
        for segment in segments[begin...] where leaves.count < count {
            var reader = try LineReader(directory.path(of: LogDirectory.segment(segment)))
            var index = segment
            while leaves.count < count, index < size, let line = try reader.next() {
                if index >= first { leaves.append(line.bytes) }
                index += 1
            }
        }
        return leaves
    }

    /// Lines of the history, as they are in the file.
    ///
    /// - Parameters:
    ///   - size: The size of the last checkpoint that the caller has.
    ///   - count: The most lines.
    package func history(after size: UInt64, atMost count: Int) throws(AuditError) -> [[UInt8]] {
        let end = state.withLock { $0.historyEnd }
        guard end > 0 else { return [] }
        var reader = try LineReader(directory.path(of: LogDirectory.history), longest: CheckpointLine.longest)
        var lines: [[UInt8]] = []
        while lines.count < count, let line = try reader.next(), line.offset < end {
            if CheckpointLine.size(of: line.bytes) ?? 0 > size { lines.append(line.bytes) }
        }
        return lines
    }

    /// Proves that a record is in the log of some size (RFC 6962, section 2.1.1).
    ///
    /// - Returns: `nil` when the record or the size does not exist yet.
    package func inclusion(of index: UInt64, size: UInt64) throws(AuditError) -> [Digest]? {
        guard index < size, size <= self.size else { return nil }
        return try hashes.proof.inclusion(of: index, size: size)
    }

    /// Proves that a log of some size is the beginning of a longer one (section 2.1.2).
    ///
    /// - Returns: `nil` when the sizes are not in order, or not reached yet.
    package func consistency(from old: UInt64, to new: UInt64) throws(AuditError) -> [Digest]? {
        guard old <= new, new <= size else { return nil }
        return try hashes.proof.consistency(from: old, to: new)
    }

    /// The hash of the log at some size; `nil` when that is not reached yet.
    package func root(size: UInt64) throws(AuditError) -> Digest? {
        guard size <= self.size else { return nil }
        return try hashes.proof.root(size: size)
    }
}
