package import MayflyCore

/// Permits that still hold, so that a launch with the same evidence needs no new verification.
///
/// Bounded: the oldest permit is dropped first. Refusals are not kept, since they may be wrong a second later.
package struct PermitCache: Sendable {
    private struct Entry {
        let permit: Permit
        /// When the permit was asked for, in seconds since 1970; for an earlier time the answer might differ.
        let since: UInt64
    }

    private let capacity: Int
    private var entries: [AdmissionKey: Entry] = [:]
    /// The keys in the order in which they came.
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

    /// Keeps a permit that was asked for at `since`, in seconds since 1970.
    package mutating func keep(_ permit: Permit, for key: AdmissionKey, since: UInt64) {
        if entries.updateValue(Entry(permit: permit, since: since), forKey: key) == nil {
            order.append(key)
        }
        if order.count > capacity { entries[order.removeFirst()] = nil }
    }
}
