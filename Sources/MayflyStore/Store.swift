internal import Dispatch
internal import Foundation
internal import GRDB
internal import Glibc
internal import Synchronization

/// The daemon's store: scripts, approvals and sessions in SQLite, and the bytes of scripts and artifacts as files.
///
/// Every write is on the disk when the call returns.
package final class Store: Sendable {
    package let objects: ObjectStore
    let reserve: SpaceReserve
    /// Where work on ``objects`` waits for the disk.
    let lanes = DiskLanes(count: 4)
    /// The daemon's state directory, which contains everything.
    let directory: String
    let log = LogLink()
    private let registryLink = RegistryLink()
    /// A cache of what decides about sessions.
    let registry = RegistryMemory()
    /// The files of the workspaces, and nothing else.
    let workspaces: WorkspaceDirectory
    private let path: String
    private let database: DatabasePool
    private let combiner: WriteCombiner
    /// How many requests to return free space came since the last was served.
    let spaceWishes = Atomic(0)

    /// Opens the store in `directory`, which must exist, and brings it up to date.
    ///
    /// - Parameters:
    ///   - directory: The daemon's state directory.
    ///   - settlingTime: How long an object is kept although no record names it yet.
    ///   - reserve: How many bytes of the disk new sessions and objects must leave free; `nil` for a size that suits the disk.
    /// - Throws: ``StoreError/newer(_:)`` when a newer Mayfly has written it, ``StoreError/damaged(_:)`` when SQLite finds
    ///   it broken.
    package init(
        directory: String,
        settlingTime: Duration = .seconds(600),
        reserve: UInt64? = nil
    ) throws(StoreError) {
        let path = "\(directory)/mayfly.sqlite"
        self.path = path
        self.directory = directory
        self.reserve = SpaceReserve(directory: directory, bytes: reserve)
        self.objects = try ObjectStore(
            root: "\(directory)/objects",
            settlingTime: settlingTime,
            reserve: self.reserve
        )
        self.workspaces = WorkspaceDirectory(root: "\(directory)/workspaces", reserve: self.reserve)
        self.database = try Self.translating(path) {
            let pool = try DatabasePool(path: path, configuration: Self.configuration)
            try Self.waitForDisk(pool)
            try Self.check(pool, path)
            try Schema.migrator.migrate(pool)
            Self.openReaders(of: pool)
            return pool
        }
        self.combiner = WriteCombiner(database) { [log, registry, registryLink] kinds in
            if kinds.contains(.registry) {
                registry.forget()
                registryLink.didCommit()
            }
            log.didCommit()
        }
        guard chmod(path, 0o600) == 0 else { throw SystemFailure.error("chmod", path) }
    }

    /// Makes a file without a name, for bytes that must not outlive their holder.
    package func makeUnnamed() throws(StoreError) -> UnnamedFile { try objects.makeUnnamed(lanes: lanes) }

    private static let readers = 4

    /// Opens all connections that read, by having all of them read at once.
    ///
    /// If each were opened when it is first needed, descriptors that appear in the middle of work would look like a leak.
    private static func openReaders(of pool: DatabasePool) {
        let (arrived, gate) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        for _ in 0..<readers {
            pool.asyncRead { _ in
                arrived.signal()
                _ = gate.wait(timeout: .now() + 1)
            }
        }
        for _ in 0..<readers { _ = arrived.wait(timeout: .now() + 1) }
        for _ in 0..<readers { gate.signal() }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = readers
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try prepareSpace(in: database)
        }
        return configuration
    }

    /// Makes every transaction wait for the disk.
    ///
    /// The configuration cannot set this: the pool applies that to its connection before it chooses not to wait.
    private static func waitForDisk(_ pool: DatabasePool) throws {
        let level = try pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            return try Int.fetchOne(database, sql: "PRAGMA synchronous")
        }
        guard level == 2 else { throw StoreError.failed("SQLite does not wait for the disk, and has to") }
    }

    private static func check(_ pool: DatabasePool, _ path: String) throws {
        let (isNewer, answer) = try pool.read { database in
            (
                try Schema.migrator.hasBeenSuperseded(database),
                try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "no answer"
            )
        }
        if isNewer {
            throw StoreError.newer(
                "\(path) was written by a newer Mayfly; install that version again, or another state directory"
            )
        }
        if answer != "ok" {
            throw StoreError.damaged("\(path) is damaged: \(answer); restore it from a backup, or move it away")
        }
    }

    /// Throws when the database cannot be read; it reads no record.
    package func checkIsReadable() async throws(StoreError) {
        _ = try await read { database in try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM session)") }
    }

    /// Sets the function that is called when something about scripts may have changed, on the store's own thread; must not wait.
    package func onRegistryChange(_ tell: @escaping @Sendable () -> Void) { registryLink.set(tell) }

    // MARK: - Access

    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws(StoreError) -> Value
    {
        do {
            return try await database.read(body)
        } catch {
            throw Self.translate(error, path)
        }
    }

    /// The records of the log that wait for their files.
    var outbox: DatabaseOutbox { DatabaseOutbox(database, combiner, path: path) }

    /// How many transactions were written.
    package var commits: Int { combiner.count }

    /// Writes in one transaction, which may be shared with others that write at the same time.
    ///
    /// - Parameters:
    ///   - kind: ``WriteKind/other`` only where `body` touches nothing that ``registry`` may know.
    ///   - beforeCommit: Called on the thread that writes, when only the wait for the disk remains; must not wait. The
    ///     transaction may fail all the same, and be tried again.
    ///   - onDisk: Called on the thread that writes, when the write is on the disk, before this returns.
    func write<Value: Sendable>(
        _ kind: WriteKind = .registry,
        beforeCommit: @escaping @Sendable () -> Void = {},
        onDisk: @escaping @Sendable () -> Void = {},
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            write(kind, body, beforeCommit: beforeCommit) { result in
                if case .success = result { onDisk() }
                continuation.resume(returning: result)
            }
        }
        return try result.get()
    }

    /// The same without waiting.
    ///
    /// - Parameter done: Called once, on the thread that writes: others' writes wait until it returns.
    func write<Value: Sendable>(
        _ kind: WriteKind,
        _ body: @escaping @Sendable (Database) throws -> Value,
        beforeCommit: @escaping @Sendable () -> Void = {},
        then done: @escaping @Sendable (Result<Value, StoreError>) -> Void
    ) {
        combiner.write(kind, body, beforeCommit: beforeCommit) { [path] result in
            done(result.mapError { Self.translate($0, path) })
        }
    }

    /// Moves the write-ahead log into the database's own file, as far as no reader needs the older pages.
    func checkpoint() async throws(StoreError) {
        do {
            try await database.writeWithoutTransaction { database in _ = try database.checkpoint(.passive) }
        } catch {
            throw Self.translate(error, path)
        }
    }

    /// Runs a body that uses the database at `path`, and translates its errors into ``StoreError``.
    static func translating<Value>(_ path: String, _ body: () throws -> Value) throws(StoreError) -> Value {
        do {
            return try body()
        } catch {
            throw translate(error, path)
        }
    }

    private static func translate(_ error: any Error, _ path: String) -> StoreError {
        switch error {
        case let error as StoreError: error
        case is CancellationError: .cancelled
        case let error as DatabaseError: DatabaseFailure.error(error, path)
        case let error as DecodingError: .damaged("\(path) holds a record that cannot be read: \(error)")
        default: .failed("\(path): \(error)")
        }
    }
}
