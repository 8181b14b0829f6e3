package import MayflyCore
package import MayflyStore

extension MayflyService {
    /// What was kept of one stream so far.
    package func output(
        _ id: SessionID,
        _ stream: StreamName,
        for caller: Caller
    ) async throws(ServiceError) -> KeptOutput {
        let detail = try await session(id, for: caller)
        return stream == .stdout ? detail.stdout : detail.stderr
    }

    /// One stream from its beginning until it ends.
    package func follow(
        _ id: SessionID,
        _ stream: StreamName,
        for caller: Caller
    ) async throws(ServiceError) -> OutputFollower {
        guard let live = await director.session(id) else {
            return OutputFollower(source: .kept(try await output(id, stream, for: caller)))
        }
        guard caller.maySee(live.record) else { throw .sessionNotFound(id) }
        return OutputFollower(source: .live(live.output, stream))
    }

    /// The bytes of one artifact, checked against their digest.
    package func artifact(
        _ id: SessionID,
        _ path: String,
        for caller: Caller
    ) async throws(ServiceError) -> ObjectReader {
        let record = try await session(id, for: caller).record
        guard let file = record.artifacts.first(where: { $0.path.utf8.elementsEqual(path.utf8) }) else {
            throw .artifactNotFound(id, path)
        }
        return try await storing { () async throws(StoreError) in try await self.store.open(file.digest) }
    }

    /// The next bytes of an artifact; `nil` at the end.
    package func next(of artifact: ObjectReader, atMost count: Int) async throws(ServiceError) -> [UInt8]? {
        try await storing { () async throws(StoreError) in try await self.store.next(of: artifact, atMost: count) }
    }
}
