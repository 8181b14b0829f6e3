/// A fair queue: a deficit round robin over lanes, each of which keeps its own order.
///
/// Every element costs one. In its turn, a lane may release as many elements as its weight, and then the next lane has its turn: however
/// long one lane is, every other lane waits for at most one turn of each of the others. A lane whose elements cannot start yet is
/// skipped, and keeps its turn and its remaining credit.
struct FairQueue<Lane: Hashable & Sendable, Element> {
    private struct Line {
        var weight: Int
        /// How many more elements it may release in this turn.
        var credit: Int
        var elements: [Element] = []
    }

    private var lines: [Lane: Line] = [:]
    /// The lanes with waiting elements, the next one first.
    private var turns: [Lane] = []
    private(set) var count = 0

    /// Adds an element at the end of a lane.
    ///
    /// - Parameter weight: How many elements of the lane go per turn, at least 1; the last given value holds.
    mutating func append(_ element: Element, lane: Lane, weight: Int = 1) {
        let weight = max(1, weight)
        if lines[lane] == nil { turns.append(lane) }
        var line = lines[lane] ?? Line(weight: weight, credit: weight)
        line.weight = weight
        line.elements.append(element)
        lines[lane] = line
        count += 1
    }

    /// Removes and returns the first element, by turns, that `isReady`.
    mutating func takeFirst(where isReady: (Element) -> Bool) -> Element? {
        for (turn, lane) in turns.enumerated() {
            guard let index = lines[lane]?.elements.firstIndex(where: isReady) else { continue }
            let element = remove(at: index, lane: lane)
            guard var line = lines[lane] else { return element }
            line.credit -= 1
            if line.credit <= 0 {
                line.credit = line.weight
                turns.remove(at: turn)
                turns.append(lane)
            }
            lines[lane] = line
            return element
        }
        return nil
    }

    /// Removes and returns all elements that match.
    mutating func removeAll(where matches: (Element) -> Bool) -> [Element] {
        var removed: [Element] = []
        for lane in turns {
            while let index = lines[lane]?.elements.firstIndex(where: matches),
                let element = remove(at: index, lane: lane)
            {
                removed.append(element)
            }
        }
        return removed
    }

    /// The place of the element that `matches`, if all elements are ready and no further one comes; 1 for the first, `nil` without one.
    ///
    /// The cost depends on the length of the lane and on the number of lanes, not on the length of the other lanes.
    func position(inLane lane: Lane, where matches: (Element) -> Bool) -> Int? {
        guard let line = lines[lane], let index = line.elements.firstIndex(where: matches),
            let own = turns.firstIndex(of: lane)
        else { return nil }
        // The turn of its lane in which it goes; the present turn is 0.
        let round = index < line.credit ? 0 : 1 + (index - line.credit) / line.weight
        var position = index + 1
        for (turn, lane) in turns.enumerated() where turn != own {
            guard let other = lines[lane] else { continue }
            // A lane that is before its own in this turn is so in every turn.
            let rounds = turn < own ? round + 1 : round
            guard rounds > 0 else { continue }
            position += min(other.elements.count, other.credit + (rounds - 1) * other.weight)
        }
        return position
    }

    private mutating func remove(at index: Int, lane: Lane) -> Element? {
        let element = lines[lane]?.elements.remove(at: index)
        count -= 1
        if lines[lane]?.elements.isEmpty == true {
            lines[lane] = nil
            turns.removeAll { $0 == lane }
        }
        return element
    }
}
