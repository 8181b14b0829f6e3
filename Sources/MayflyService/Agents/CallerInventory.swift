internal import Logging
internal import MayflyCore
internal import MayflyStore
internal import Synchronization

/// Which callers made requests, strangers included, and when: a bounded number of callers.
///
/// Requests do not wait for it. A new caller is recorded soon, the time of its last request at most once a minute.
final class CallerInventory: Sendable {
    private struct Key: Hashable {
        var uid: UInt32
        var gid: UInt32
    }

    private struct Entry {
        var sighting: Sighting
        /// The last time that is recorded; `nil` if there is none.
        var writtenAt: Timestamp?
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var isWriting = false
    }

    /// The most callers that are known; beyond it, the one with the oldest last request is forgotten.
    static let most = 1024
    private static let pause = Duration.seconds(60)

    private let store: Store
    private let logger: Logger
    private let state = Mutex(State())

    init(store: Store, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    /// Enters what an earlier daemon recorded.
    func restore(_ sightings: [Sighting]) {
        state.withLock { state in
            for sighting in sightings.prefix(Self.most) {
                let key = Key(uid: sighting.uid, gid: sighting.gid)
                state.entries[key] = Entry(sighting: sighting, writtenAt: sighting.lastAt)
            }
        }
    }

    /// All known callers, the one with the latest request first.
    var sightings: [Sighting] {
        state.withLock { $0.entries.values.map(\.sighting) }.sorted {
            ($1.lastAt, $0.uid, $0.gid) < ($0.lastAt, $1.uid, $1.gid)
        }
    }

    /// Notes that a caller has made a request.
    func note(_ caller: Caller, at now: Timestamp) {
        let starts = state.withLock { state in
            let key = Key(uid: caller.uid, gid: caller.identity.gid)
            if state.entries[key] == nil { Self.makeRoom(&state) }
            let new = Sighting(uid: key.uid, gid: key.gid, agent: caller.agent, firstAt: now, lastAt: now)
            var entry = state.entries[key] ?? Entry(sighting: new, writtenAt: nil)
            let hasChanged = entry.sighting.agent != caller.agent
            (entry.sighting.lastAt, entry.sighting.agent) = (now, caller.agent)
            if hasChanged { entry.writtenAt = nil }
            state.entries[key] = entry
            guard !state.isWriting, Self.isDue(entry, now) else { return false }
            state.isWriting = true
            return true
        }
        if starts { Task { await write() } }
    }

    private static func makeRoom(_ state: inout State) {
        guard state.entries.count >= most else { return }
        let oldest = state.entries.min { $0.value.sighting.lastAt < $1.value.sighting.lastAt }
        if let oldest { state.entries[oldest.key] = nil }
    }

    private static func isDue(_ entry: Entry, _ now: Timestamp) -> Bool {
        entry.writtenAt.map { $0.duration(to: now) >= pause } ?? true
    }

    /// Records everything that is not recorded yet; at the end of the daemon, also the last times.
    func flush() async {
        let all = state.withLock { state in
            state.entries.values.filter { $0.writtenAt != $0.sighting.lastAt }.map(\.sighting)
        }
        _ = await keep(all)
    }

    private func write() async {
        while let due = nextDue() {
            // What cannot be written now, because the disk is full, is tried again at the next request.
            guard await keep(due) else { break }
        }
        state.withLock { $0.isWriting = false }
    }

    private func nextDue() -> [Sighting]? {
        let due = state.withLock { state in
            state.entries.values.filter { Self.isDue($0, $0.sighting.lastAt) }.map(\.sighting)
        }
        return due.isEmpty ? nil : due
    }

    private func keep(_ sightings: [Sighting]) async -> Bool {
        do throws(StoreError) {
            try await store.keep(sightings, atMost: Self.most)
        } catch {
            logger.error("could not write down who was heard of", metadata: ["error": "\(error)"])
            return false
        }
        state.withLock { state in
            for sighting in sightings {
                state.entries[Key(uid: sighting.uid, gid: sighting.gid)]?.writtenAt = sighting.lastAt
            }
        }
        return true
    }
}
