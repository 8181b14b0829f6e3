internal import MayflyCore
internal import MayflyStore

/// The resources that a session uses: once, or once a second until it has ended, including its end.
///
/// It holds nothing: a slow reader gets fewer elements, each made when it is read.
package struct StatsFollower: AsyncSequence, Sendable {
    package typealias Element = SessionStats

    /// The source of the session's data.
    enum Source: Sendable {
        case live(LiveSession, SampleDesk)
        case ended(SessionRecord)
    }

    let source: Source
    let follows: Bool
    let period: Duration

    package func makeAsyncIterator() -> Iterator { Iterator(follower: self) }

    /// Makes one element after the other.
    package struct Iterator: AsyncIteratorProtocol {
        private let follower: StatsFollower
        private var isFirst = true
        private var isOver = false

        fileprivate init(follower: StatsFollower) {
            self.follower = follower
        }

        package mutating func next() async -> SessionStats? {
            guard !isOver else { return nil }
            if !isFirst, case .live(let session, _) = follower.source {
                _ = await session.changes.wait(atMost: follower.period) { session.isFinished }
            }
            guard !Task.isCancelled else { return nil }
            isFirst = false
            let stats = await follower.source.stats
            isOver = !follower.follows || stats.state == .destroyed
            return stats
        }
    }
}

extension StatsFollower.Source {
    /// The resources that the session uses now.
    fileprivate var stats: SessionStats {
        get async {
            switch self {
            case .ended(let record): return Self.last(record)
            case .live(let session, let desk):
                let sample = session.look { $0.state } == .running ? await desk.sample(session.id) : nil
                let record = session.detail.record
                return record.isFinished ? Self.last(record) : SessionStats(record, at: .now, sample: sample)
            }
        }
    }

    /// The total use of an ended session; no cell uses anything now.
    private static func last(_ record: SessionRecord) -> SessionStats {
        let moment = record.finishedAt ?? record.createdAt
        return SessionStats(record, at: moment, sample: record.report.map { SessionSample(used: $0.usage) })
    }
}
