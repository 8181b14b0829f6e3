internal import MayflyCore
internal import MayflyStore

/// Where the events of a session are read from.
enum EventSource: Sendable {
    /// From memory, while they happen.
    case live(LiveSession)
    /// From the store, once the session has ended.
    case kept(Store, SessionDetail, EventLog)

    /// The whole session, once it has ended; `nil` before.
    var end: SessionDetail? {
        switch self {
        case .live(let session): session.isFinished ? session.detail : nil
        case .kept(_, let detail, _): detail
        }
    }

    /// The session's trace context.
    var traceparent: String? {
        switch self {
        case .live(let session): session.request.traceparent
        case .kept(_, let detail, _): detail.record.traceparent
        }
    }

    /// Calls `body` with the log.
    func withLog<Result>(_ body: (EventLog) -> Result) -> Result {
        switch self {
        case .live(let session): session.output.withEvents(body)
        case .kept(_, _, let log): body(log)
        }
    }

    /// Whether a stream has ended.
    func isEnded(_ stream: StreamName) -> Bool {
        switch self {
        case .live(let session): session.output.isEnded(stream)
        case .kept: true
        }
    }

    /// At most `bound` bytes of a stream from an offset, or from the first kept byte after it, and where they begin.
    ///
    /// - Returns: `nil` when nothing is kept from there on.
    func read(_ stream: StreamName, from offset: UInt64, atMost bound: Int) async throws(ServiceError)
        -> (bytes: [UInt8], start: UInt64)?
    {
        switch self {
        case .live(let session):
            guard let (bytes, next) = session.output.read(stream, from: offset, atMost: bound) else { return nil }
            return (bytes, next - UInt64(bytes.count))
        case .kept(let store, let detail, _):
            let record = stream == .stdout ? detail.record.stdout : detail.record.stderr
            let tail = record.total.bytes - record.tail.bytes
            let start = offset < record.head.bytes ? offset : max(offset, tail)
            guard start < record.total.bytes else { return nil }
            let position = start < record.head.bytes ? start : record.head.bytes + (start - tail)
            let id = detail.record.id
            let bytes = try await storing { () async throws(StoreError) in
                try await store.output(of: id, stream, at: Int(clamping: position), atMost: bound)
            }
            guard !bytes.isEmpty else { throw .storage("the output of session \(id) is not there any more") }
            return (bytes, start)
        }
    }

    /// The log of a session whose log was not kept: the events of its record, in the only possible order.
    static func log(of record: SessionRecord) -> EventLog {
        var log = EventLog()
        log.append(.queued, at: record.createdAt)
        guard let moment = record.startedAt ?? record.finishedAt else { return log }
        if record.startedAt != nil { log.append(.running, at: moment) }
        log.append(.stdout, count: Int(clamping: record.stdout.total.bytes), at: moment)
        log.append(.stderr, count: Int(clamping: record.stderr.total.bytes), at: moment)
        return log
    }
}
