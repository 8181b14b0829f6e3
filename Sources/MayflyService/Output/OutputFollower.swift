internal import MayflyCore
package import MayflyStore

/// One stream of a session from its beginning, in pieces.
///
/// It holds no bytes of its own: a slow reader skips what was dropped in the meantime, and costs nothing.
package struct OutputFollower: AsyncSequence, Sendable {
    package typealias Element = [UInt8]

    /// Where the stream's bytes are.
    enum Source: Sendable {
        /// In memory, while they arrive; up to a position in the whole stream, or until it ends.
        case live(SessionOutput, StreamName, upTo: UInt64)
        /// In the store, with the number of kept bytes.
        case kept(Store, SessionID, StreamName, count: Int)
    }

    let source: Source
    /// The counts of the stream at the time of the request; `nil` if it may continue.
    package var counts: StreamRecord?

    /// The number of bytes, if it is known.
    package var count: Int? {
        if case .kept(_, _, _, let count) = source { count } else { nil }
    }

    package func makeAsyncIterator() -> Iterator { Iterator(source: source) }

    /// Continues after the last element.
    package struct Iterator: AsyncIteratorProtocol {
        /// The most bytes of one element from memory.
        private static let longest = 64 * 1024
        /// The most bytes of one element from the store, which reads from the beginning for each of them.
        private static let longestKept = 1 << 20

        let source: Source
        private var position: UInt64 = 0

        init(source: Source) {
            self.source = source
        }

        /// - Throws: ``ServiceError/storage(_:)``, also when the session was forgotten in the meantime.
        package mutating func next() async throws -> [UInt8]? {
            switch source {
            case .live(let output, let stream, let end): await nextLive(output, stream, end)
            case .kept(let store, let id, let stream, let count): try await nextKept(store, id, stream, count)
            }
        }

        private mutating func nextLive(_ output: SessionOutput, _ stream: StreamName, _ end: UInt64) async -> [UInt8]? {
            while !Task.isCancelled, position < end {
                let seen = output.changes.generation
                let isEnded = output.isEnded(stream)
                if let (bytes, next) = output.read(stream, from: position, atMost: Self.longest) {
                    position = next
                    return Self.part(of: bytes, before: next, upTo: end)
                }
                if isEnded { return nil }
                await output.changes.change(since: seen)
            }
            return nil
        }

        /// The part before `end` of bytes that end at `next`; `nil` if all of that was dropped in the meantime.
        private static func part(of bytes: [UInt8], before next: UInt64, upTo end: UInt64) -> [UInt8]? {
            guard next > end else { return bytes }
            let part = bytes.dropLast(Int(clamping: next - end))
            return part.isEmpty ? nil : Array(part)
        }

        private mutating func nextKept(
            _ store: Store,
            _ id: SessionID,
            _ stream: StreamName,
            _ count: Int
        ) async throws(ServiceError) -> [UInt8]? {
            let start = Int(position)
            guard start < count else { return nil }
            let length = Swift.min(Self.longestKept, count - start)
            let bytes = try await storing { () async throws(StoreError) in
                try await store.output(of: id, stream, at: start, atMost: length)
            }
            guard !bytes.isEmpty else { throw .storage("the output of session \(id) is not there any more") }
            position += UInt64(bytes.count)
            return bytes
        }
    }
}
