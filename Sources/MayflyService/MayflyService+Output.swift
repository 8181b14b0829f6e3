package import MayflyCore
package import MayflyStore

extension MayflyService {
    /// One stream from its beginning, in pieces.
    ///
    /// - Parameter follows: Whether to continue until the stream ends, instead of up to now.
    package func output(
        _ id: SessionID,
        _ stream: StreamName,
        for caller: Caller,
        follows: Bool
    ) async throws(ServiceError) -> OutputFollower {
        if let live = director.session(id) {
            guard caller.maySee(live.record) else { throw .sessionNotFound(id) }
            guard !follows else { return OutputFollower(source: .live(live.output, stream, upTo: .max)) }
            let counts = live.output.counts(stream)
            return OutputFollower(source: .live(live.output, stream, upTo: counts.total.bytes), counts: counts)
        }
        let record = try await record(id, for: caller)
        let counts = stream == .stdout ? record.stdout : record.stderr
        let source = OutputFollower.Source.kept(store, id, stream, count: Int(clamping: counts.kept.bytes))
        return OutputFollower(source: source, counts: counts)
    }

    /// The bytes of one artifact, checked against their digest.
    package func artifact(
        _ id: SessionID,
        _ path: String,
        for caller: Caller
    ) async throws(ServiceError) -> ObjectReader {
        try await bytes(of: try await artifactRecord(id, path, for: caller))
    }

    /// The record of one artifact that exists, without reading its bytes.
    package func foundArtifact(_ id: SessionID, _ path: String, for caller: Caller) async throws(ServiceError)
        -> FileRecord
    {
        let file = try await artifactRecord(id, path, for: caller)
        try await look(for: file)
        return file
    }

    private func artifactRecord(_ id: SessionID, _ path: String, for caller: Caller) async throws(ServiceError)
        -> FileRecord
    {
        let record = try await record(id, for: caller)
        guard let file = record.artifacts.first(where: { $0.path.utf8.elementsEqual(path.utf8) }) else {
            throw .artifactNotFound(id, path)
        }
        return file
    }

    /// The next bytes of an artifact; `nil` at the end.
    package func next(of artifact: ObjectReader, atMost count: Int) async throws(ServiceError) -> [UInt8]? {
        try await storing { () async throws(StoreError) in try await self.store.next(of: artifact, atMost: count) }
    }
}
