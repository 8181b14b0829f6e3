package import MayflyCore
package import MayflyJSON
internal import MayflyProfiles

/// The tightest limits that fit the observed runs, with a margin.
///
/// For each limit that the kernel measures, it takes the highest value of all runs times one and a half, and rounds up: times to
/// 100 ms below 10 s and to whole seconds above, memory and disk to whole MiB, output and artifacts to 16 KiB, counts to
/// multiples of 8. A suggestion is never above the profile's own limit, nor below the smallest possible limit. Limits that are
/// not measured have no suggestion.
package struct LimitSuggestion {
    /// One limit: the observed peak, the profile's value, and the suggestion.
    package struct Line: Hashable, Sendable {
        package var limit: LimitName
        /// The highest value of all runs, in the form of the limit.
        package var peak: String
        package var current: String
        /// The same as ``current`` if nothing tighter fits.
        package var suggested: String
    }

    /// The factor for the highest value: one and a half.
    private static let margin: (UInt64, UInt64) = (3, 2)

    package let lines: [Line]

    /// - Parameters:
    ///   - profile: The limits in force by name, in the form of `GET /v1/profiles/{name}`.
    ///   - sessions: The observed sessions in the API's form.
    package init(profile: JSON, sessions: [JSON]) {
        lines = LimitName.allCases.compactMap { limit in
            let peaks = sessions.compactMap { Self.peak(of: limit, in: $0) }
            var inForce = SessionLimits.floor
            guard peaks.count == sessions.count, let peak = peaks.max(), let current = profile[limit.rawValue]?.text,
                (try? inForce.set(limit, to: current)) != nil
            else { return nil }
            // A value that cannot be set is above the largest limit.
            var tighter = SessionLimits.floor
            let isLimit = (try? tighter.set(limit, to: Self.text(Self.rounded(peak, limit), limit))) != nil
            let isTighter = isLimit && inForce.exceeding(tighter).contains(limit)
            return Line(
                limit: limit,
                peak: Self.text(peak, limit),
                current: current,
                suggested: isTighter ? tighter.text(of: limit) : current
            )
        }
    }

    /// The use of a limit by one session: milliseconds, bytes or a number; `nil` when it was not measured.
    private static func peak(of limit: LimitName, in session: JSON) -> UInt64? {
        let usage = session["usage"]
        let artifacts = session["artifacts"]?.elements ?? []
        let found: Double? =
            switch limit {
            case .wall: usage?["wall_ms"]?.double
            case .cpuTime: usage?["cpu_ms"]?.double
            case .memory: usage?["memory_peak_bytes"]?.double
            case .pids: usage?["pids_peak"]?.double
            case .disk: usage?["disk_bytes"]?.double
            case .inodes: usage?["disk_inodes"]?.double
            case .output: usage?["output_bytes"]?.double
            case .artifacts: artifacts.reduce(0) { $0 + ($1["bytes"]?.double ?? 0) }
            case .artifactCount: Double(artifacts.count)
            case .cpus, .openFiles: nil
            }
        guard let found, found >= 0, found < 1e15 else { return nil }
        return UInt64(found.rounded(.up))
    }

    /// The highest value times the factor, rounded up to the limit's step.
    private static func rounded(_ peak: UInt64, _ limit: LimitName) -> UInt64 {
        let wanted = (peak * margin.0 + margin.1 - 1) / margin.1
        let step: UInt64 =
            switch limit {
            case .wall, .cpuTime: wanted < 10_000 ? 100 : 1000
            case .memory, .disk: 1 << 20
            case .output, .artifacts: 16 << 10
            default: 8
            }
        return max(least(of: limit), max(step, (wanted + step - 1) / step * step))
    }

    /// The smallest limit that can be set, for limits whose step is smaller than that.
    private static func least(of limit: LimitName) -> UInt64 {
        switch limit {
        case .memory: SessionLimits.floor.memory.bytes
        case .inodes: UInt64(SessionLimits.floor.inodes)
        default: 0
        }
    }

    private static func text(_ value: UInt64, _ limit: LimitName) -> String {
        switch limit {
        case .wall, .cpuTime: Duration.milliseconds(Int64(clamping: value)).text
        case .memory, .disk, .output, .artifacts: ByteCount.bytes(value).description
        default: "\(value)"
        }
    }

    /// The lines of the profile's YAML that would change, in their new form; none when nothing tighter fits.
    ///
    /// This is no diff, because the rest of these lines in the file, such as comments, is not known here.
    package func yaml(profile: String) -> [String] {
        let changes = lines.filter { $0.current != $0.suggested }
        guard !changes.isEmpty else { return [] }
        return ["# lines to change in \(profile).yaml", "spec:", "  limits:"]
            + changes.map { line in
                "    \(line.limit.profileKey): \(line.suggested) # was \(line.current), observed \(line.peak)"
            }
    }
}
