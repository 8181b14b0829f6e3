internal import MayflyCore
internal import MayflyStore
internal import WardenProtocol

/// Parses the stream of one directory's collected files as it arrives in pieces, and stores the files.
///
/// The stream comes from a process that has read a script's files, so nothing in it is trusted: not its sizes, not its counts, not
/// its end.
struct ArtifactReceiver {
    private let store: ObjectStore
    private let bound: CollectedBound
    private var state = Step.header
    private var buffer: [UInt8] = []
    private var received: UInt64 = 0

    /// The most bytes of all paths of collected files in the record; the longest receipt depends on it.
    static let mostNames = 4 << 20
    /// The most bytes of all paths and reasons of skipped files.
    private static let mostSkipped = 256 << 10
    /// The collector reports a thousand skipped files, and then the number of further ones.
    private static let mostReports = 1040
    private var nameBytes = 0
    private var skippedBytes = 0
    /// The number of skipped files without a report of their own, because of these bounds.
    private var unnamed = 0

    /// The number of files that are made durable one by one; one call makes all further files durable, while the collector waits.
    private static let mostSynced = 8
    private var isUnsynced = false

    private(set) var files: [FileRecord] = []
    /// The files' bytes, which are kept at least until a record names them.
    private var objects: [StoredObject] = []
    private(set) var skipped: [SkippedArtifact] = []

    init(objects store: ObjectStore, bound: CollectedBound) {
        self.store = store
        self.bound = bound
    }

    /// What the next bytes of the stream are.
    private enum Step {
        case header
        case name(ArtifactRecord, length: Int)
        /// A file's bytes, which are dropped if there is no writer.
        case content(path: String, rest: UInt64, writer: ObjectWriter?)
        case reason(path: String, rest: Int)
        /// The announced end.
        case ended
        /// The stream broke a rule, so that its rest is dropped.
        case broken
    }

    /// Whether the stream came with everything that it announced, including its end.
    var isComplete: Bool {
        if case .ended = state { true } else { false }
    }

    /// Parses the stream's next bytes.
    ///
    /// - Parameter stopsAtEnd: Whether another collection may follow.
    /// - Returns: The bytes that belong to that collection.
    @discardableResult
    mutating func receive(_ bytes: [UInt8], stopsAtEnd: Bool = false) -> ArraySlice<UInt8> {
        var rest = bytes[...]
        while !rest.isEmpty, !(stopsAtEnd && isComplete), step(&rest) {}
        return isComplete ? rest : []
    }

    /// Ends the stream; an unfinished one is reported.
    mutating func end() {
        if unnamed > 0 {
            skipped.append(SkippedArtifact(path: "", reason: "\(unnamed) more were not collected"))
        }
        switch state {
        case .ended, .broken: break
        default:
            fail("collection was cut short: what follows here was not collected")
        }
        if isUnsynced { sync() }
    }

    /// Makes all files durable; if that fails, none of them is kept.
    private mutating func sync() {
        isUnsynced = false
        do throws(StoreError) {
            try store.syncAll()
        } catch {
            let lost = files
            (files, objects) = ([], [])
            for file in lost { skip(file.path, "not stored: \(error)") }
        }
    }

    /// Consumes the bytes of one step; `false` when the rest is not enough.
    private mutating func step(_ rest: inout ArraySlice<UInt8>) -> Bool {
        switch state {
        case .header:
            guard fill(to: ArtifactRecord.headerLength, from: &rest) else { return false }
            begin()
        case .name(let record, let length):
            guard fill(to: length, from: &rest) else { return false }
            named(record)
        case .content(let path, let count, let writer): content(path, count, writer, &rest)
        case .reason(let path, let count):
            guard fill(to: count, from: &rest) else { return false }
            skip(path, String(decoding: takeBuffer(), as: UTF8.self))
            state = .header
        case .ended:
            fail("bytes follow the end of the collection")
        case .broken:
            return false
        }
        return true
    }

    private mutating func fill(to count: Int, from rest: inout ArraySlice<UInt8>) -> Bool {
        let part = rest.prefix(count - buffer.count)
        buffer.append(contentsOf: part)
        rest = rest.dropFirst(part.count)
        return buffer.count == count
    }

    private mutating func takeBuffer() -> [UInt8] {
        defer { buffer.removeAll(keepingCapacity: true) }
        return buffer
    }

    private mutating func begin() {
        do throws(FrameError) {
            let (record, nameLength) = try ArtifactRecord.parse(header: takeBuffer())
            guard record.kind != .end else {
                state = .ended
                return
            }
            guard nameLength > 0 else { return fail("a collected file has no name") }
            state = .name(record, length: nameLength)
        } catch {
            fail("the collection broke its format: \(error)")
        }
    }

    private mutating func named(_ record: ArtifactRecord) {
        let name = takeBuffer()
        let kept = bound.path(of: name)
        let path = record.kind == .file ? kept ?? ArtifactName.text(of: name) : ArtifactName.text(of: name)
        switch record.kind {
        case .file: beginFile(path, size: record.size, isNamed: kept != nil)
        case .skipped:
            guard record.size <= 1024, skipped.count <= Self.mostReports else {
                return fail("the collection reports too much that was skipped")
            }
            guard record.size > 0 else {
                skip(path, "not collected")
                state = .header
                return
            }
            state = .reason(path: path, rest: Int(record.size))
        case .end: state = .ended
        }
    }

    private mutating func beginFile(_ path: String, size: UInt64, isNamed: Bool) {
        let (sum, overflow) = received.addingReportingOverflow(size)
        guard !overflow, sum <= bound.bytes.bytes, files.count < Int(bound.files) else {
            return fail("the collection is larger than its limits")
        }
        received = sum
        if !isNamed { skip(path, "its name is not one that can be kept") }
        let writer = isNamed ? makeWriter(path) : nil
        if size == 0 {
            finish(path, writer)
        } else {
            state = .content(path: path, rest: size, writer: writer)
        }
    }

    /// A writer for a file's bytes; `nil` if the file cannot be kept: then it is reported, and its bytes are dropped.
    private mutating func makeWriter(_ path: String) -> ObjectWriter? {
        nameBytes += path.utf8.count
        guard nameBytes <= Self.mostNames else {
            skip(path, "the names of all collected files take more than \(ByteCount.bytes(UInt64(Self.mostNames)))")
            return nil
        }
        do throws(StoreError) {
            return try store.makeWriter()
        } catch {
            skip(path, "not stored: \(error)")
            return nil
        }
    }

    private mutating func content(
        _ path: String,
        _ count: UInt64,
        _ writer: ObjectWriter?,
        _ rest: inout ArraySlice<UInt8>
    ) {
        let part = rest.prefix(Int(min(count, UInt64(rest.count))))
        rest = rest.dropFirst(part.count)
        let kept = append(Array(part), to: writer, path)
        let left = count - UInt64(part.count)
        if left == 0 { finish(path, kept) } else { state = .content(path: path, rest: left, writer: kept) }
    }

    /// The writer; `nil` if it failed: then the file is reported, and its further bytes are dropped.
    private mutating func append(_ bytes: [UInt8], to writer: ObjectWriter?, _ path: String) -> ObjectWriter? {
        guard let writer else { return nil }
        do throws(StoreError) {
            try writer.append(bytes)
            return writer
        } catch {
            skip(path, "not stored: \(error)")
            writer.discard()
            return nil
        }
    }

    private mutating func finish(_ path: String, _ writer: ObjectWriter?) {
        state = .header
        guard let writer else { return }
        do throws(StoreError) {
            isUnsynced = isUnsynced || files.count >= Self.mostSynced
            let object = try isUnsynced ? writer.finishUnsynced() : writer.finish()
            objects.append(object)
            files.append(FileRecord(path: path, size: object.size, digest: object.digest))
        } catch {
            skip(path, "not stored: \(error)")
        }
    }

    private mutating func skip(_ path: String, _ reason: String) {
        skippedBytes += path.utf8.count + reason.utf8.count
        guard skippedBytes <= Self.mostSkipped else {
            unnamed += 1
            return
        }
        skipped.append(SkippedArtifact(path: path, reason: reason))
    }

    private mutating func fail(_ reason: String) {
        if case .content(let path, _, let writer) = state {
            writer?.discard()
            skipped.append(SkippedArtifact(path: path, reason: reason))
        } else {
            skipped.append(SkippedArtifact(path: "", reason: reason))
        }
        state = .broken
    }
}
