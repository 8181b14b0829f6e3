package import MayflyCore

/// Permits that still hold, so that not every launch has its evidence verified anew.
///
/// Bounded: the oldest goes first. A refusal is never kept: it may be no more true in a second.
package struct PermitCache: Sendable {
    private struct Entry {
        let permit: Permit
        /// Seconds since 1970 when it was asked for: before, the answer might have been another.
        let since: UInt64
    }

    private let capacity: Int
    private var entries: [AdmissionKey: Entry] = [:]
    /// In the order in which they came.
    private var order: [AdmissionKey] = []

    /// - Parameter capacity: The most permits that are kept; at least one.
    package init(capacity: Int = 1024) {
        self.capacity = max(1, capacity)
    }

    package var count: Int { entries.count }

    /// The permit for a key, if it holds at `now`, in seconds since 1970.
    package func permit(for key: AdmissionKey, at now: UInt64) -> Permit? {
        guard let entry = entries[key], entry.since <= now, now < entry.permit.holdsUntil else { return nil }
        return entry.permit
    }

    /// Keeps a permit that was asked for at `since`.
    package mutating func keep(_ permit: Permit, for key: AdmissionKey, since: UInt64) {
        if entries.updateValue(Entry(permit: permit, since: since), forKey: key) == nil {
            order.append(key)
        }
        if order.count > capacity { entries[order.removeFirst()] = nil }
    }
}
