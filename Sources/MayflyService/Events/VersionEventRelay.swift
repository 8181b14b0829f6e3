internal import Logging
internal import MayflyStore
internal import Synchronization

/// Posts the events of versions once they are on the disk, in the order of their numbers.
///
/// Only the store knows the order in which events were written: they are read from it after every write that may have added some.
final class VersionEventRelay: Sendable {
    /// How many events are read at once.
    private static let most = 256

    private let store: Store
    private let board: EventBoard
    private let logger: Logger
    private let last = Mutex<Int64>(.max)
    private let turns = SharedTurn<Void>()

    init(store: Store, board: EventBoard, logger: Logger) {
        (self.store, self.board, self.logger) = (store, board, logger)
    }

    /// Posts events that are written from now on.
    func begin() async throws(StoreError) {
        let newest = try await store.lastEvent()
        last.withLock { $0 = newest }
        store.onRegistryChange { [weak self] in self?.registryChanged() }
    }

    /// Starts looking for new events, without waiting.
    private func registryChanged() { Task { await turns.run { await self.relay() } } }

    private func relay() async {
        do throws(StoreError) {
            while true {
                let events = try await store.events(after: last.withLock { $0 }, limit: Self.most)
                for event in events { board.post(.version(event), at: event.createdAt) }
                guard let newest = events.last else { return }
                last.withLock { $0 = newest.sequence }
            }
        } catch {
            // The next write tries to read them again.
            logger.error("could not read what happened to versions", metadata: ["error": "\(error)"])
        }
    }
}
