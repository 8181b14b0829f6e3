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
        var artifacts: ArtifactReceiver
        var isOverLimit = false
    }

    private let state: Mutex<State>
    private let limit: ByteCount
    private let onLimit: @Sendable (ByteCount) -> Void
    /// Raised whenever there is more to read.
    let changes = Signal()

    /// - Parameters:
    ///   - limits: Of the session.
    ///   - objects: Where artifacts are stored.
    ///   - onLimit: Called once, with the bytes seen, when the output passes its limit.
    init(limits: SessionLimits, objects: ObjectStore, onLimit: @escaping @Sendable (ByteCount) -> Void) {
        let room = Int(clamping: min(limits.output.bytes, UInt64(Self.mostKept)))
        self.state = Mutex(State(room: room, artifacts: ArtifactReceiver(objects: objects, limits: limits)))
        self.limit = limits.output
        self.onLimit = onLimit
    }

    func receive(_ bytes: [UInt8], from stream: SessionStream) {
        let passed = state.withLock { state -> ByteCount? in
            switch stream {
            case .stdout: state.room -= state.stdout.append(bytes, room: state.room)
            case .stderr: state.room -= state.stderr.append(bytes, room: state.room)
            case .artifacts: state.artifacts.receive(bytes)
            }
            let total = state.stdout.total + state.stderr.total
            guard total > limit.bytes, !state.isOverLimit else { return nil }
            state.isOverLimit = true
            return .bytes(total)
        }
        changes.raise()
        if let passed { onLimit(passed) }
    }

    func ended(_ stream: SessionStream) {
        state.withLock { state in
            switch stream {
            case .stdout: state.stdout.end()
            case .stderr: state.stderr.end()
            case .artifacts: state.artifacts.end()
            }
        }
        changes.raise()
    }

    /// Says that nothing more comes on any stream.
    func endAll() {
        state.withLock { state in
            state.stdout.end()
            state.stderr.end()
        }
        changes.raise()
    }

    /// Whether more was printed than the limit allows.
    var isOverLimit: Bool { state.withLock { $0.isOverLimit } }

    /// What was kept of one stream so far.
    func kept(_ stream: StreamName) -> KeptOutput {
        state.withLock { stream == .stdout ? $0.stdout.kept : $0.stderr.kept }
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
        state.withLock { ($0.artifacts.files, $0.artifacts.skipped) }
    }
}
