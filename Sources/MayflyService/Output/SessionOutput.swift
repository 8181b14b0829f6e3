internal import MayflyCore
internal import MayflyStore
internal import Synchronization
internal import WardenClient

/// The output of one session, as it arrives.
final class SessionOutput: SessionSink {
    /// The most bytes of both streams' beginnings that are kept, whatever the limit.
    static let mostKept = 16 * 1024 * 1024

    private struct State: ~Copyable {
        var stdout = StreamKeeper()
        var stderr = StreamKeeper()
        var room: Int
        var isOverLimit = false
        var events = EventLog()
        /// Whether the log has the script's start or end.
        var hasBegun = false

        mutating func note(_ next: SessionState) {
            if next >= .running {
                guard !hasBegun || next > .running else { return }
                hasBegun = true
            }
            events.append(next, at: .now)
        }
    }

    private let state: Mutex<State>
    /// Has its own lock, which is held while files are written, so that readers of the output do not wait for that.
    private let collection: Mutex<CollectionReceiver>
    /// Has its own lock for the same reason; `nil` inside if no stream becomes an artifact.
    private let spill: Mutex<OutputSpill?>
    private let limit: ByteCount
    private let onLimit: @Sendable (ByteCount) -> Void
    /// Raised at any new output.
    let changes = Signal()

    /// - Parameters:
    ///   - limits: The session's limits.
    ///   - objects: Where artifacts are stored.
    ///   - work: Receives the content of `/work` at the end; `nil` if it is not collected.
    ///   - spill: The most bytes of one stream that become an artifact; `nil` for none.
    ///   - onLimit: Called once, with the number of bytes seen, when the output exceeds its limit.
    init(
        limits: SessionLimits,
        objects: ObjectStore,
        work: sending ArtifactReceiver? = nil,
        spill: ByteCount? = nil,
        onLimit: @escaping @Sendable (ByteCount) -> Void
    ) {
        let room = Int(clamping: min(limits.output.bytes, UInt64(Self.mostKept)))
        self.state = Mutex(State(room: room))
        let outputs = ArtifactReceiver(objects: objects, bound: CollectedBound(limits))
        self.collection = Mutex(CollectionReceiver(outputs: outputs, work: work))
        self.spill = Mutex(spill.map { OutputSpill(objects: objects, bound: $0) })
        self.limit = limits.output
        self.onLimit = onLimit
    }

    func receive(_ bytes: [UInt8], from stream: SessionStream) {
        guard stream != .artifacts else { return collection.withLock { $0.receive(bytes) } }
        let name = stream == .stdout ? StreamName.stdout : .stderr
        let (passed, head, kept) = state.withLock { state -> (ByteCount?, [UInt8], Int) in
            let room = state.room
            // A script that prints runs, although the warden's message arrives by another way, and perhaps later.
            state.note(.running)
            state.events.append(name, count: bytes.count, at: .now)
            if stream == .stdout {
                state.room -= state.stdout.append(bytes, room: state.room)
            } else {
                state.room -= state.stderr.append(bytes, room: state.room)
            }
            let total = state.stdout.total + state.stderr.total
            let head = stream == .stdout ? state.stdout.head : state.stderr.head
            let kept = room - state.room
            guard total > limit.bytes, !state.isOverLimit else { return (nil, head, kept) }
            state.isOverLimit = true
            return (.bytes(total), head, kept)
        }
        if kept < bytes.count { spill.withLock { $0?.append(bytes[kept...], of: name, after: head) } }
        changes.raise()
        if let passed { onLimit(passed) }
    }

    func ended(_ stream: SessionStream) {
        switch stream {
        case .stdout:
            spill.withLock { $0?.end(.stdout) }
            state.withLock { $0.stdout.end() }
        case .stderr:
            spill.withLock { $0?.end(.stderr) }
            state.withLock { $0.stderr.end() }
        case .artifacts: collection.withLock { $0.end() }
        }
        changes.raise()
    }

    /// Ends all streams.
    func endAll() {
        for stream in StreamName.allCases { spill.withLock { $0?.end(stream) } }
        state.withLock { state in
            state.stdout.end()
            state.stderr.end()
        }
        changes.raise()
    }

    /// Notes that the session has reached a state.
    func reached(_ next: SessionState) {
        state.withLock { $0.note(next) }
        changes.raise()
    }

    /// Calls `body` with the log of events.
    func withEvents<Result>(_ body: (EventLog) -> Result) -> Result { state.withLock { body($0.events) } }

    /// Whether the output exceeds the limit.
    var isOverLimit: Bool { state.withLock { $0.isOverLimit } }

    /// The kept parts of one stream so far.
    func kept(_ stream: StreamName) -> KeptOutput {
        state.withLock { stream == .stdout ? $0.stdout.kept : $0.stderr.kept }
    }

    /// The counts of one stream so far, of all its bytes and of the kept ones.
    func counts(_ stream: StreamName) -> StreamRecord {
        state.withLock { stream == .stdout ? $0.stdout.record : $0.stderr.record }
    }

    /// The next bytes of one stream; see ``StreamKeeper/read(from:atMost:)``.
    func read(_ stream: StreamName, from position: UInt64, atMost bound: Int) -> (bytes: [UInt8], next: UInt64)? {
        state.withLock { state in
            stream == .stdout
                ? state.stdout.read(from: position, atMost: bound) : state.stderr.read(from: position, atMost: bound)
        }
    }

    /// Whether one stream has ended.
    func isEnded(_ stream: StreamName) -> Bool {
        state.withLock { stream == .stdout ? $0.stdout.isEnded : $0.stderr.isEnded }
    }

    /// The collected files, and what was not collected.
    var artifacts: (files: [FileRecord], skipped: [SkippedArtifact]) {
        let (files, skipped) = collection.withLock { ($0.outputs.files, $0.outputs.skipped) }
        let spilled = spill.withLock { ($0?.files ?? [], $0?.skipped ?? []) }
        return (files + spilled.0, skipped + spilled.1)
    }

    /// The content of `/work` at the end; `nil` if it is not collected.
    var work: CollectedWork? {
        collection.withLock { collection in
            collection.work.map { CollectedWork(files: $0.files, skipped: $0.skipped, isComplete: $0.isComplete) }
        }
    }
}
