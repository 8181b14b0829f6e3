internal import Dispatch
internal import MayflyMCP
internal import MayflyRun
internal import Synchronization

/// Queues lines for a host that may read them late or never.
final class OutputLines: HostLink {
    /// The most bytes that may wait before no more input is read.
    private static let most = 4 * 1024 * 1024
    /// The cost of a line besides its bytes, since each is kept in a closure.
    private static let overhead = 256

    private struct State {
        var waiting = 0
        var failure: OutputError?
    }

    private let context: CommandContext
    private let onFailure: @Sendable () -> Void
    private let queue = DispatchQueue(label: "mayfly.output")
    private let state = Mutex(State())

    /// - Parameter onFailure: Called when nothing more can be written.
    init(_ context: CommandContext, onFailure: @escaping @Sendable () -> Void) {
        self.context = context
        self.onFailure = onFailure
    }

    var isBehind: Bool { state.withLock { $0.waiting > Self.most } }
    /// Why nothing more can be written.
    var failure: OutputError? { state.withLock { $0.failure } }

    func write(_ line: String) {
        state.withLock { $0.waiting += line.utf8.count + Self.overhead }
        // On its own queue, because a write blocks until the host reads.
        queue.async { self.put(line) }
    }

    func log(_ text: String) {
        // When standard error is closed, nobody can be told.
        try? context.errors.line("mayfly mcp: \(text)")
    }

    /// Waits for a short time until everything is written.
    func drain() async {
        for _ in 0..<100 where state.withLock({ $0.waiting > 0 && $0.failure == nil }) {
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    private func put(_ line: String) {
        defer { state.withLock { $0.waiting -= line.utf8.count + Self.overhead } }
        guard failure == nil else { return }
        do throws(OutputError) {
            try context.output.line(line)
        } catch {
            state.withLock { $0.failure = error }
            onFailure()
        }
    }
}
