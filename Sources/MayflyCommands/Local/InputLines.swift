internal import Dispatch
internal import Glibc
internal import MayflyMCP
internal import Synchronization

/// Reads lines from a descriptor until its end, and reads no more than was requested.
struct InputLines: AsyncSequence {
    typealias Element = InputLine

    let descriptor: Int32
    /// Whether reading pauses for now.
    let isHeld: @Sendable () -> Bool

    func makeAsyncIterator() -> Iterator { Iterator(source: Source(self)) }

    /// Returns line after line.
    struct Iterator: AsyncIteratorProtocol {
        fileprivate let source: Source

        mutating func next() async -> InputLine? { await source.next() }
    }

    /// Reads on its own queue, because a read blocks until the host asks something.
    fileprivate final class Source: Sendable {
        private struct State {
            var cutter = LineCutter()
            var lines: ArraySlice<InputLine> = []
            var hasEnded = false
        }

        private let input: InputLines
        private let queue = DispatchQueue(label: "mayfly.input")
        private let state = Mutex(State())

        init(_ input: InputLines) {
            self.input = input
        }

        func next() async -> InputLine? {
            await withCheckedContinuation { continuation in
                queue.async { continuation.resume(returning: self.read()) }
            }
        }

        private func read() -> InputLine? {
            while input.isHeld() { if input.isClosed(within: 50) { return nil } }
            return state.withLock { state in
                while state.lines.isEmpty, !state.hasEnded {
                    let bytes = input.bytes()
                    state.hasEnded = bytes.isEmpty
                    state.lines = bytes.isEmpty ? state.cutter.end().map { [$0] } ?? [] : state.cutter.take(bytes)[...]
                }
                return state.lines.popFirst()
            }
        }
    }

    /// The next bytes; empty at the end.
    private func bytes() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            return count > 0 ? Array(buffer[..<count]) : []
        }
    }

    /// Waits for a short time for the other end to close, without reading pending bytes.
    private func isClosed(within milliseconds: Int32) -> Bool {
        var waiting = pollfd(fd: descriptor, events: 0, revents: 0)
        return poll(&waiting, 1, milliseconds) > 0
    }
}
