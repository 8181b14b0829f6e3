package import MayflyCore

/// The order in which a session's states were reached and its output came, without the output itself.
///
/// Positions count what has happened: a state is one, and output as many as it has bytes. A reader may therefore stop and go
/// on at any position, and what came as one piece may be read as several.
///
/// It has a bounded size. When it is full, neighbours are joined, and then the order of its older half is forgotten: all of
/// that half's standard output comes before its standard error, and positions in it mean something else than before.
package struct EventLog: Hashable, Sendable, Codable {
    /// A stretch of the log.
    package struct Mark: Hashable, Sendable, Codable {
        /// The position at which it begins.
        package var start: UInt64
        package var at: Timestamp
        package var content: Content

        /// How many positions it takes.
        package var length: UInt64 {
            switch content {
            case .state: 1
            case .output(_, _, let count): count
            }
        }

        package init(start: UInt64, at: Timestamp, content: Content) {
            self.start = start
            self.at = at
            self.content = content
        }
    }

    /// What happened.
    package enum Content: Hashable, Sendable, Codable {
        case state(SessionState)
        /// Bytes of one stream, from an offset in all that was printed on it.
        case output(StreamName, offset: UInt64, count: UInt64)
    }

    /// The most stretches.
    static let most = 1024
    /// Output that follows within this time on the same stream is one stretch.
    private static let pause = Duration.milliseconds(100)

    private(set) var marks: [Mark] = []
    /// The first position after what was forgotten; positions before it cannot be gone on from.
    package private(set) var forgotten: UInt64 = 0
    private var totals: [String: UInt64] = [:]

    package init() {}

    /// The position after everything that has happened so far.
    package var end: UInt64 { marks.last.map { $0.start + $0.length } ?? 0 }

    // MARK: - Writing

    /// Notes that a state was reached.
    package mutating func append(_ state: SessionState, at moment: Timestamp) {
        append(Mark(start: end, at: moment, content: .state(state)))
    }

    /// Notes that some bytes came on a stream.
    package mutating func append(_ stream: StreamName, count: Int, at moment: Timestamp) {
        guard count > 0 else { return }
        let offset = totals[stream.rawValue, default: 0]
        totals[stream.rawValue] = offset + UInt64(count)
        if let last = marks.last, case .output(stream, let begin, let length) = last.content,
            last.at.duration(to: moment) < Self.pause
        {
            marks[marks.count - 1].content = .output(stream, offset: begin, count: length + UInt64(count))
        } else {
            append(Mark(start: end, at: moment, content: .output(stream, offset: offset, count: UInt64(count))))
        }
    }

    private mutating func append(_ mark: Mark) {
        if marks.count >= Self.most { compact() }
        marks.append(mark)
    }

    private mutating func compact() {
        marks = marks.reduce(into: []) { joined, mark in
            if let last = joined.last, case .output(let stream, let offset, let length) = last.content,
                case .output(stream, _, let more) = mark.content
            {
                joined[joined.count - 1].content = .output(stream, offset: offset, count: length + more)
            } else {
                joined.append(mark)
            }
        }
        if marks.count > Self.most * 3 / 4 { forget(Self.most / 2) }
    }

    /// Forgets the order of the first `count` stretches.
    private mutating func forget(_ count: Int) {
        let old = marks.prefix(count)
        guard let first = old.first, let last = old.last else { return }
        forgotten = last.start + last.length
        let ordered = Self.ordered(old, from: 0, at: first.at, seen: Seen())
        marks.replaceSubrange(..<count, with: ordered)
    }

    // MARK: - Reading

    /// How much of each kind lies before a position.
    package struct Seen: Hashable, Sendable {
        package var states: UInt64 = 0
        package var stdout: UInt64 = 0
        package var stderr: UInt64 = 0

        package init() {}

        /// Takes what a stretch of `length` has.
        package mutating func add(_ content: Content, _ length: UInt64) {
            switch content {
            case .state: states += length
            case .output(.stdout, _, _): stdout += length
            case .output(.stderr, _, _): stderr += length
            }
        }

        /// All of it together: the position.
        package var position: UInt64 { states + stdout + stderr }
    }

    /// What lies before a position.
    package func seen(before position: UInt64) -> Seen {
        var seen = Seen()
        for mark in marks where mark.start < position {
            seen.add(mark.content, min(mark.length, position - mark.start))
        }
        return seen
    }

    /// The stretch that has a position; `nil` at the end.
    package func mark(at position: UInt64) -> Mark? {
        guard position < end else { return nil }
        return marks.last { $0.start <= position }
    }

    /// What a reader who has read `seen` in the order that was forgotten has not read of it.
    ///
    /// Nothing of it is lost: only its order is.
    package func rest(after seen: Seen) -> [Mark] {
        let old = marks.prefix { $0.start < forgotten }
        guard let first = old.first else { return [] }
        return Self.ordered(old, from: seen.position, at: first.at, seen: seen)
    }

    /// Stretches in another order: states, standard output, standard error, each without what was seen.
    private static func ordered(_ old: ArraySlice<Mark>, from start: UInt64, at moment: Timestamp, seen: Seen) -> [Mark]
    {
        var ordered: [Mark] = []
        var position = start
        func append(_ content: Content, at moment: Timestamp) {
            let mark = Mark(start: position, at: moment, content: content)
            position += mark.length
            ordered.append(mark)
        }
        var sums: [StreamName: UInt64] = [:]
        var states: [Mark] = []
        for mark in old {
            switch mark.content {
            case .state: states.append(mark)
            case .output(let stream, _, let count): sums[stream, default: 0] += count
            }
        }
        for mark in states.dropFirst(Int(clamping: seen.states)) { append(mark.content, at: mark.at) }
        for (stream, read) in [(StreamName.stdout, seen.stdout), (.stderr, seen.stderr)] {
            guard let sum = sums[stream], sum > read else { continue }
            append(.output(stream, offset: read, count: sum - read), at: moment)
        }
        return ordered
    }
}

extension EventLog: DocumentRecord {
    func write(to text: inout DocumentText) {
        text.object { text in
            text.member("marks", marks)
            text.member("forgotten", forgotten)
            text.name("totals")
            text.object { totals in for (stream, total) in self.totals { totals.member(stream, total) } }
        }
    }
}
