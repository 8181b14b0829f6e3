/// What waits, fairly: callers take turns, and each caller's own requests keep their order.
struct FairQueue<Element> {
    private var lanes: [UInt32: [Element]] = [:]
    /// The callers who have something waiting, the next one first.
    private var turns: [UInt32] = []
    private(set) var count = 0

    /// Adds an element of the caller `uid`.
    mutating func append(_ element: Element, uid: UInt32) {
        if lanes[uid] == nil { turns.append(uid) }
        lanes[uid, default: []].append(element)
        count += 1
    }

    /// Takes the first element, by turns, that `isReady`.
    mutating func takeFirst(where isReady: (Element) -> Bool) -> Element? {
        for (turn, uid) in turns.enumerated() {
            guard let index = lanes[uid]?.firstIndex(where: isReady) else { continue }
            let element = remove(at: index, uid: uid)
            if turns.indices.contains(turn), turns[turn] == uid {
                turns.remove(at: turn)
                turns.append(uid)
            }
            return element
        }
        return nil
    }

    /// Takes every element that `matches`.
    mutating func removeAll(where matches: (Element) -> Bool) -> [Element] {
        var removed: [Element] = []
        for uid in turns {
            while let index = lanes[uid]?.firstIndex(where: matches), let element = remove(at: index, uid: uid) {
                removed.append(element)
            }
        }
        return removed
    }

    private mutating func remove(at index: Int, uid: UInt32) -> Element? {
        let element = lanes[uid]?.remove(at: index)
        count -= 1
        if lanes[uid]?.isEmpty == true {
            lanes[uid] = nil
            turns.removeAll { $0 == uid }
        }
        return element
    }
}
