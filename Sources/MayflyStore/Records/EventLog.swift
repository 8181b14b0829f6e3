package import MayflyCore

/// The order in which a session reached its states and its output came, without the output itself.
///
/// Positions count events: a state takes one position, and output as many as it has bytes. A reader may therefore stop and resume
/// at any position, and may read as several pieces what came as one.
///
/// The log has a bounded size. When it is full, it first joins neighbours, and then forgets the order of its older half: all of
/// that half's standard output then precedes its standard error, and positions in that half change their meaning.
package struct EventLog: Hashable, Sendable, Codable {
    /// A stretch of the log.
    package struct Mark: Hashable, Sendable, Codable {
        /// The stretch's first position.
        package var start: UInt64
        package var at: Timestamp
        package var content: Content

        /// How many positions the stretch takes.
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
        /// Bytes of one stream, from an offset in the stream's whole output.
        case output(StreamName, offset: UInt64, count: UInt64)
    }

    static let most = 1024
    /// Output on the same stream within this time joins the last stretch.
    private static let pause = Duration.milliseconds(100)

    private(set) var marks: [Mark] = []
    /// The first position after the part whose order was forgotten; a reader cannot resume before it.
    package private(set) var forgotten: UInt64 = 0
    private var totals: [String: UInt64] = [:]

    package init() {}

    /// The position after all events so far.
    package var end: UInt64 { marks.last.map { $0.start + $0.length } ?? 0 }

    // MARK: - Writing

    /// Notes that a state was reached.
    package mutating func append(_ state: SessionState, at moment: Timestamp) {
        append(Mark(start: end, at: moment, content: .state(state)))
    }

    /// Notes that bytes came on a stream.
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

        /// Adds a part of a stretch, `length` positions long.
        package mutating func add(_ content: Content, _ length: UInt64) {
            switch content {
            case .state: states += length
            case .output(.stdout, _, _): stdout += length
            case .output(.stderr, _, _): stderr += length
            }
        }

        /// The position that all counts add up to.
        package var position: UInt64 { states + stdout + stderr }
    }

    /// The counts of everything before a position.
    package func seen(before position: UInt64) -> Seen {
        var seen = Seen()
        for mark in marks where mark.start < position {
            seen.add(mark.content, min(mark.length, position - mark.start))
        }
        return seen
    }

    /// The stretch that contains a position; `nil` at the end.
    package func mark(at position: UInt64) -> Mark? {
        guard position < end else { return nil }
        return marks.last { $0.start <= position }
    }

    /// What a reader has still to read of the part whose order was forgotten.
    ///
    /// Only the order of that part is lost, none of its output.
    ///
    /// - Parameter seen: What the reader has read in the former order.
    package func rest(after seen: Seen) -> [Mark] {
        let old = marks.prefix { $0.start < forgotten }
        guard let first = old.first else { return [] }
        return Self.ordered(old, from: seen.position, at: first.at, seen: seen)
    }

    /// Sorts stretches by kind (states, standard output, standard error), and omits what the reader has seen.
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
