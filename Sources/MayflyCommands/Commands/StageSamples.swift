internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// The durations of sessions, stage by stage.
struct StageSamples: Sendable {
    /// One stage: its name for people, and the daemon's name.
    struct Stage: Hashable, Sendable {
        let title: String
        let name: String
    }

    /// The stages in the record of every session, in the order of its life.
    static let stages = [
        Stage(title: "queue", name: "queue_ms"), Stage(title: "launch", name: "launch_ms"),
        Stage(title: "set up", name: "set_up_ms"), Stage(title: "run", name: "run_ms"),
        Stage(title: "collect", name: "collect_ms"), Stage(title: "destroy", name: "destroy_ms"),
    ]
    /// From the request to its answer, by the client's own clock.
    static let whole = Stage(title: "all", name: "all_ms")

    /// Milliseconds by stage; a session adds none for a stage that it did not reach.
    private var milliseconds: [Stage: [Double]] = [:]
    /// The number of sessions.
    private(set) var count = 0

    /// Adds a session.
    ///
    /// - Parameter all: How long the client waited for the session.
    mutating func add(_ session: SessionReply, all: Duration) {
        count += 1
        for stage in Self.stages {
            if let time = session.json["times"]?[stage.name]?.double { milliseconds[stage, default: []].append(time) }
        }
        let (seconds, attoseconds) = all.components
        milliseconds[Self.whole, default: []].append(Double(seconds) * 1e3 + Double(attoseconds) / 1e15)
    }

    /// Adds the sessions of another client.
    mutating func add(_ other: StageSamples) {
        count += other.count
        milliseconds.merge(other.milliseconds) { $0 + $1 }
    }

    /// The smallest time that a fraction `part` of the sessions did not exceed; `nil` when no session reached the stage.
    ///
    /// It is the nearest rank: always a measured time, never one between two.
    func percentile(_ part: Double, of stage: Stage) -> Double? {
        guard let times = milliseconds[stage]?.sorted(), !times.isEmpty else { return nil }
        let rank = Int((part * Double(times.count)).rounded(.up))
        return times[min(max(rank, 1), times.count) - 1]
    }

    /// The columns for each stage.
    private static let columns: [(name: String, part: Double)] = [
        ("median", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1),
    ]

    /// For people: a row for each stage that was reached, in milliseconds.
    var table: Table {
        var table = Table("STAGE", "MEDIAN ms", "P95", "P99", "MAX")
        for stage in Self.stages + [Self.whole] where milliseconds[stage] != nil {
            let cells = Self.columns.map { Self.text(percentile($0.part, of: stage)) }
            table.add(stage.title, cells[0], cells[1], cells[2], cells[3])
        }
        return table
    }

    /// For programs: an object for each stage, `null` for a stage that was not reached.
    var json: JSON {
        .object(
            (Self.stages + [Self.whole]).map { stage in
                guard milliseconds[stage] != nil else { return JSON.Member(stage.name, .null) }
                let parts = Self.columns.map { column in
                    JSON.Member(column.name, .number(Self.text(percentile(column.part, of: stage))))
                }
                return JSON.Member(stage.name, .object(parts))
            }
        )
    }

    /// A number of at least 0, with three decimals.
    static func text(_ number: Double?) -> String {
        guard let number, number.isFinite, number >= 0, number < 1e15 else { return "-" }
        let thousandths = Int64((number * 1000).rounded())
        let decimals = String(thousandths % 1000)
        return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - decimals.count))\(decimals)"
    }
}
