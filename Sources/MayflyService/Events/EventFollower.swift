internal import MayflyCore
internal import MayflyStore

/// The events of a session from a position on.
///
/// It holds at most one piece of each stream: a slow reader costs no more, and learns what was dropped in the meantime.
package struct EventFollower: AsyncSequence, Sendable {
    package typealias Element = SessionEvent

    /// The most bytes of output in one event.
    static let longest = 64 * 1024

    let source: EventSource
    /// What the reader had before.
    let seen: EventLog.Seen
    /// How many of the events that follow the end of the log the reader had before.
    let closing: UInt64
    /// Whether to wait for further events.
    let follows: Bool
    let heartbeat: Duration

    package func makeAsyncIterator() -> Iterator { Iterator(self) }

    /// Continues after the last event.
    package struct Iterator: AsyncIteratorProtocol {
        private let follower: EventFollower
        private var seen: EventLog.Seen
        /// The stretches that remain readable although the log has forgotten their order in the meantime.
        private var detour: [EventLog.Mark] = []
        /// The last piece of each stream that the store has kept; empty while the streams are in memory.
        private var pieces: [StreamName: KeptPiece] = [:]
        /// How many of the events that follow the end of the log were read.
        private var closing: UInt64
        private var isOver = false

        private var source: EventSource { follower.source }
        private var position: UInt64 { seen.position }

        init(_ follower: EventFollower) {
            self.follower = follower
            self.seen = follower.seen
            self.closing = follower.closing
        }

        /// - Throws: ``ServiceError/storage(_:)``, also when the session was forgotten in the meantime.
        package mutating func next() async throws -> SessionEvent? {
            while !isOver, !Task.isCancelled {
                // Read first: whatever happens later raises the signal, and an end is the last event.
                let generation = source.generation
                let end = source.end
                if let mark = nextMark() {
                    if let event = try await event(mark, mayGrow: end == nil) { return event }
                } else if let end {
                    return finish(end)
                }
                guard follower.follows else { return nil }
                if await !source.changes(since: generation, within: follower.heartbeat) {
                    return Task.isCancelled ? nil : SessionEvent(sequence: position, at: .now, content: .heartbeat)
                }
            }
            return nil
        }

        private mutating func nextMark() -> EventLog.Mark? {
            let position = position
            if let mark = detour.last(where: { $0.start <= position }), position < mark.start + mark.length {
                return mark
            }
            let seen = seen
            let (mark, rest) = source.withLog { log in
                position > 0 && position < log.forgotten ? (nil, log.rest(after: seen)) : (log.mark(at: position), [])
            }
            detour = rest
            return mark ?? rest.first
        }

        /// The event of a stretch from the position on; `nil` while it may soon contain more.
        private mutating func event(_ mark: EventLog.Mark, mayGrow: Bool) async throws(ServiceError) -> SessionEvent? {
            guard case .output(let stream, let offset, let count) = mark.content else { return take(mark, 1) }
            let within = position - mark.start
            let (from, rest) = (offset + within, count - within)
            let bound = Int(Swift.min(rest, UInt64(EventFollower.longest)))
            let found = try await read(stream, from: from, atMost: bound)
            guard let (bytes, start) = found, start == from else {
                let gap = Swift.min(rest, (found?.start).map { $0 - from } ?? rest)
                return take(mark, gap, .dropped(stream, gap))
            }
            var said = Array(bytes.withoutHalfCharacterAtEnd)
            if said.isEmpty {
                if mayGrow, follower.follows, isLast(mark), !source.isEnded(stream) { return nil }
                said = try await character(of: stream, from: from, beyond: mark) ?? bytes
            }
            return take(mark, UInt64(said.count), .output(stream, said))
        }

        /// The character that begins at the end of a stretch and ends in the next stretch of the same stream.
        private mutating func character(of stream: StreamName, from offset: UInt64, beyond mark: EventLog.Mark)
            async throws(ServiceError) -> [UInt8]?
        {
            let next = detour.isEmpty ? source.withLog { $0.mark(at: mark.start + mark.length) } : nil
            guard case .output(stream, _, _) = next?.content else { return nil }
            guard let (bytes, start) = try await read(stream, from: offset, atMost: 4), start == offset else {
                return nil
            }
            let whole = Array(bytes.withoutHalfCharacterAtEnd)
            return whole.isEmpty ? nil : whole
        }

        /// The bytes that the source would give; the source is read only for bytes that are in no piece.
        private mutating func read(_ stream: StreamName, from offset: UInt64, atMost bound: Int)
            async throws(ServiceError) -> (bytes: [UInt8], start: UInt64)?
        {
            guard case .kept = source else { return try await source.read(stream, from: offset, atMost: bound) }
            if let piece = pieces[stream] {
                let place = piece.place(of: offset)
                if let bytes = piece.part(from: place, atMost: bound) { return (bytes, place) }
            }
            // Released first, so that two pieces are never held at once.
            pieces[stream] = nil
            let found = try await source.read(stream, from: offset, atMost: KeptPiece.longest)
            guard let (bytes, start) = found else { return nil }
            pieces[stream] = KeptPiece(asked: offset, start: start, bytes: bytes)
            return (Array(bytes.prefix(bound)), start)
        }

        private func isLast(_ mark: EventLog.Mark) -> Bool {
            source.withLog { $0.end == mark.start + mark.length }
        }

        /// Moves the position behind an event.
        private mutating func take(
            _ mark: EventLog.Mark,
            _ length: UInt64,
            _ content: SessionEvent.Content? = nil
        ) -> SessionEvent? {
            seen.add(mark.content, length)
            if let content { return SessionEvent(sequence: position, at: mark.at, content: content) }
            guard case .state(let state) = mark.content else { return nil }
            return self.state(state, position, mark.at)
        }

        private func state(_ state: SessionState, _ sequence: UInt64, _ moment: Timestamp) -> SessionEvent {
            let traceparent = source.traceparent
            return SessionEvent(sequence: sequence, at: moment, content: .state(state), traceparent: traceparent)
        }

        /// The events after the log: the artifacts, the last state, the end.
        private mutating func finish(_ end: SessionDetail) -> SessionEvent {
            let artifacts = end.record.artifacts
            let count = UInt64(artifacts.count)
            let index = Swift.min(closing, count + 1)
            closing = index + 1
            isOver = index > count
            let sequence = source.withLog { $0.end } + closing
            let moment = end.record.finishedAt ?? end.record.createdAt
            if index == count { return state(.destroyed, sequence, moment) }
            let content: SessionEvent.Content = index < count ? .artifact(artifacts[Int(index)]) : .end(end)
            return SessionEvent(sequence: sequence, at: moment, content: content)
        }
    }
}
