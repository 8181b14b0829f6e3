internal import Dispatch
internal import Glibc

/// The signals that ask this process to stop, as a stream instead of a sudden end.
///
/// While the stream exists, these signals do not end the process; afterwards they do again.
struct Interrupts: Sendable {
    /// The number of each signal as it arrives.
    let signals: AsyncStream<Int32>
    private let continuation: AsyncStream<Int32>.Continuation

    init(_ numbers: [Int32] = [SIGINT, SIGTERM, SIGHUP]) {
        let (signals, continuation) = AsyncStream.makeStream(of: Int32.self)
        (self.signals, self.continuation) = (signals, continuation)
        let queue = DispatchQueue(label: "mayfly.interrupts")
        // A dispatch source may be cancelled on any thread; its Swift type does not say so.
        nonisolated(unsafe) let sources = numbers.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { continuation.yield(number) }
            source.resume()
            return source
        }
        continuation.onTermination = { _ in
            for (source, number) in zip(sources, numbers) {
                source.cancel()
                signal(number, SIG_DFL)
            }
        }
    }

    /// Ends the stream: from now on the signals end the process.
    func end() { continuation.finish() }
}
