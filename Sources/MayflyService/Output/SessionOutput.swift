internal import MayflyCore
internal import MayflyStore
internal import Synchronization
internal import WardenClient

/// Everything that comes out of one session, as it comes.
final class SessionOutput: SessionSink {
    /// The most of both streams' beginnings that is kept, whatever the limit says.
    static let mostKept = 16 * 1024 * 1024

    private struct State: ~Copyable {
        var stdout = StreamKeeper()
        var stderr = StreamKeeper()
        var room: Int
        var isOverLimit = false
        var events = EventLog()
        /// Whether the log says that the script runs, or is over.
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
    /// A lock of its own: it is held while files are written, and whoever asks for output must not wait for that.
    private let collection: Mutex<CollectionReceiver>
    /// The same; `nil` inside where no stream becomes an artifact.
    private let spill: Mutex<OutputSpill?>
    private let limit: ByteCount
    private let onLimit: @Sendable (ByteCount) -> Void
    /// Raised whenever there is more to read.
    let changes = Signal()

    /// - Parameters:
    ///   - limits: Of the session.
    ///   - objects: Where artifacts are stored.
    ///   - work: Takes what `/work` holds at the end; `nil` where that is not collected.
    ///   - spill: The most bytes of one stream that become an artifact; `nil` for none.
    ///   - onLimit: Called once, with the bytes seen, when the output passes its limit.
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
            // What prints runs, although the warden's word of that comes another way, and perhaps later.
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

    /// Says that nothing more comes on any stream.
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

    /// Looks at the order of what has happened.
    func withEvents<Result>(_ body: (EventLog) -> Result) -> Result { state.withLock { body($0.events) } }

    /// Whether more was printed than the limit allows.
    var isOverLimit: Bool { state.withLock { $0.isOverLimit } }

    /// What was kept of one stream so far.
    func kept(_ stream: StreamName) -> KeptOutput {
        state.withLock { stream == .stdout ? $0.stdout.kept : $0.stderr.kept }
    }

    /// How much of one stream has come so far, and how much of that is kept.
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

    /// Whether nothing more comes on one stream.
    func isEnded(_ stream: StreamName) -> Bool {
        state.withLock { stream == .stdout ? $0.stdout.isEnded : $0.stderr.isEnded }
    }

    /// The collected files, and what was not collected.
    var artifacts: (files: [FileRecord], skipped: [SkippedArtifact]) {
        let (files, skipped) = collection.withLock { ($0.outputs.files, $0.outputs.skipped) }
        let spilled = spill.withLock { ($0?.files ?? [], $0?.skipped ?? []) }
        return (files + spilled.0, skipped + spilled.1)
    }

    /// What `/work` held at the end; `nil` where it is not collected.
    var work: CollectedWork? {
        collection.withLock { collection in
            collection.work.map { CollectedWork(files: $0.files, skipped: $0.skipped, isComplete: $0.isComplete) }
        }
    }
}
