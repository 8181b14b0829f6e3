internal import MayflyStore

/// One stream of a session from its beginning, as it comes, until it ends.
///
/// It holds no bytes of its own: a reader that is slow skips what was dropped meanwhile, and costs nothing.
package struct OutputFollower: AsyncSequence, Sendable {
    package typealias Element = [UInt8]

    enum Source: Sendable {
        case live(SessionOutput, StreamName)
        case kept(KeptOutput)
    }

    let source: Source

    package func makeAsyncIterator() -> Iterator { Iterator(source: source) }

    /// Reads on from where the last element ended.
    package struct Iterator: AsyncIteratorProtocol {
        /// The most bytes of one element.
        private static let longest = 64 * 1024

        let source: Source
        private var position: UInt64 = 0

        init(source: Source) {
            self.source = source
        }

        package mutating func next() async -> [UInt8]? {
            switch source {
            case .live(let output, let stream): await nextLive(output, stream)
            case .kept(let kept): nextKept(kept)
            }
        }

        private mutating func nextLive(_ output: SessionOutput, _ stream: StreamName) async -> [UInt8]? {
            while !Task.isCancelled {
                let seen = output.changes.generation
                let isEnded = output.isEnded(stream)
                if let (bytes, next) = output.read(stream, from: position, atMost: Self.longest) {
                    position = next
                    return bytes
                }
                if isEnded { return nil }
                await output.changes.change(since: seen)
            }
            return nil
        }

        private mutating func nextKept(_ kept: KeptOutput) -> [UInt8]? {
            let whole = kept.head.count + kept.tail.count
            guard position < UInt64(whole) else { return nil }
            let start = Int(position)
            let bytes =
                start < kept.head.count
                ? Array(kept.head[start...].prefix(Self.longest))
                : Array(kept.tail[(start - kept.head.count)...].prefix(Self.longest))
            position += UInt64(bytes.count)
            return bytes
        }
    }
}
