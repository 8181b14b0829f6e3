internal import MayflyCore

/// Counts times by their length, in classes that never change.
package struct TimeHistogram: Hashable, Sendable {
    /// The longest time of each class in milliseconds; a last class has all longer times.
    package static let bounds: [Int64] = [
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000,
    ]

    /// The number of times in each class.
    package private(set) var counts = [UInt64](repeating: 0, count: bounds.count + 1)
    package private(set) var sum = Duration.zero

    package init() {}

    package var count: UInt64 { counts.reduce(0, +) }

    /// Adds a time.
    package mutating func add(_ time: Duration) {
        let place = Self.bounds.firstIndex { time <= .milliseconds($0) } ?? Self.bounds.count
        counts[place] += 1
        sum += time
    }
}
