internal import MayflyStore
internal import Synchronization

/// Knows how much the store takes, as of a minute ago at most: to find out, every file is looked at.
final class StoreMeasure: Sendable {
    /// How long a measure is good for.
    private static let period: Duration = .seconds(60)

    private let store: Store
    private let known = Mutex<(at: ContinuousClock.Instant, size: StoreSize)?>(nil)
    private let turns = SharedTurn<StoreSize?>()

    init(store: Store) {
        self.store = store
    }

    /// The size; `nil` when it cannot be found out.
    var size: StoreSize? {
        get async {
            if let known = fresh { return known }
            return await turns.run { [self] in
                // Whoever waited for a turn may have what the one before it found.
                if let known = fresh { return known }
                guard let size = try? await store.size() else { return nil }
                known.withLock { $0 = (.now, size) }
                return size
            }
        }
    }

    private var fresh: StoreSize? {
        known.withLock { known in
            guard let known, ContinuousClock.now - known.at < Self.period else { return nil }
            return known.size
        }
    }
}
