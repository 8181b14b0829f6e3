internal import MayflyCore
internal import MayflyStore

/// Writes a stream to the store as it arrives, if it is longer than what is kept of it.
///
/// A stream becomes an artifact as a whole or not at all, since a part would have another digest. Memory holds no more of it than what
/// is kept anyway.
struct OutputSpill {
    /// The state of a stream that did not fit.
    private enum Progress {
        case writing(ObjectWriter, size: UInt64)
        case stored(StoredObject)
        case lost(String)
    }

    private let objects: ObjectStore
    private let bound: ByteCount
    private var streams: [StreamName: Progress] = [:]

    /// - Parameter bound: The most bytes of one stream.
    init(objects: ObjectStore, bound: ByteCount) {
        self.objects = objects
        self.bound = bound
    }

    /// The name of a stream's artifact.
    ///
    /// No file of a script has it: `%` is escaped in their names.
    static func name(of stream: StreamName) -> String { "%\(stream.rawValue)" }

    /// Adds bytes of a stream after its kept beginning.
    ///
    /// - Parameter head: The kept beginning, which is written before the first of them.
    mutating func append(_ bytes: ArraySlice<UInt8>, of stream: StreamName, after head: [UInt8]) {
        do throws(StoreError) {
            switch streams[stream] {
            case nil:
                let writer = try objects.makeWriter()
                try write(head[...], to: writer, size: 0, stream)
                guard case .writing(let writer, let size) = streams[stream] else { return }
                try write(bytes, to: writer, size: size, stream)
            case .writing(let writer, let size): try write(bytes, to: writer, size: size, stream)
            case .stored, .lost: break
            }
        } catch {
            lose(stream, "not stored: \(error)")
        }
    }

    private mutating func write(
        _ bytes: ArraySlice<UInt8>,
        to writer: ObjectWriter,
        size: UInt64,
        _ stream: StreamName
    ) throws(StoreError) {
        streams[stream] = .writing(writer, size: size)
        guard size + UInt64(bytes.count) <= bound.bytes else {
            return lose(stream, "longer than the profile's spill, \(bound)")
        }
        try writer.append(Array(bytes))
        streams[stream] = .writing(writer, size: size + UInt64(bytes.count))
    }

    private mutating func lose(_ stream: StreamName, _ reason: String) {
        if case .writing(let writer, _) = streams[stream] { writer.discard() }
        streams[stream] = .lost(reason)
    }

    /// Ends a stream.
    mutating func end(_ stream: StreamName) {
        guard case .writing(let writer, _) = streams[stream] else { return }
        do throws(StoreError) {
            streams[stream] = .stored(try writer.finish())
        } catch {
            lose(stream, "not stored: \(error)")
        }
    }

    /// The streams that became artifacts, in the order of their names.
    var files: [FileRecord] {
        StreamName.allCases.compactMap { stream in
            guard case .stored(let object) = streams[stream] else { return nil }
            return FileRecord(path: Self.name(of: stream), size: object.size, digest: object.digest)
        }
    }

    /// The streams that became none, and why.
    var skipped: [SkippedArtifact] {
        StreamName.allCases.compactMap { stream in
            guard case .lost(let reason) = streams[stream] else { return nil }
            return SkippedArtifact(path: Self.name(of: stream), reason: reason)
        }
    }
}
