internal import MayflyStore
internal import Synchronization

/// Measures the space that the store takes, at most once a minute, since it means a look at every file.
final class StoreMeasure: Sendable {
    /// How long a measurement is valid.
    private static let period: Duration = .seconds(60)

    private let store: Store
    private let known = Mutex<(at: ContinuousClock.Instant, size: StoreSize)?>(nil)
    private let turns = SharedTurn<StoreSize?>()

    init(store: Store) {
        self.store = store
    }

    /// The size; `nil` when it cannot be measured.
    var size: StoreSize? {
        get async {
            if let known = fresh { return known }
            return await turns.run { [self] in
                // The turn before may have measured it in the meantime.
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
