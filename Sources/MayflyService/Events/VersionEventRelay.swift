internal import Logging
internal import MayflyStore
internal import Synchronization

/// Posts what happened to versions once it is on the disk, in the order of its numbers.
///
/// The store has the events of a version's life, and nobody else can say in which order they were written: they are read from
/// there after every write that may have added some.
final class VersionEventRelay: Sendable {
    /// How many are read in one go.
    private static let most = 256

    private let store: Store
    private let board: EventBoard
    private let logger: Logger
    private let last = Mutex<Int64>(.max)
    private let turns = SharedTurn<Void>()

    init(store: Store, board: EventBoard, logger: Logger) {
        (self.store, self.board, self.logger) = (store, board, logger)
    }

    /// Posts what is written from now on.
    func begin() async throws(StoreError) {
        let newest = try await store.lastEvent()
        last.withLock { $0 = newest }
        store.onRegistryChange { [weak self] in self?.registryChanged() }
    }

    /// Says that there may be new ones; does not wait.
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
            // The next write looks for them again.
            logger.error("could not read what happened to versions", metadata: ["error": "\(error)"])
        }
    }
}
