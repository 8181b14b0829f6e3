internal import GRDB
internal import Glibc
package import MayflyAudit
internal import MayflyCore

extension Store {
    /// Opens the audit log beside the database, and begins to write to it.
    ///
    /// It first reads and compares everything in the log, and writes the records that a crash has left in the database.
    ///
    /// - Parameters:
    ///   - pause: How long records are collected before they are written.
    ///   - segmentSize: The size of a file, in bytes, from which on a new one is begun.
    ///   - report: Called when records cannot be written.
    /// - Throws: ``StoreError/damaged(_:)`` when the log is not what was written: the daemon must not go on then.
    package func openLog(
        pause: Duration = .seconds(1),
        segmentSize: UInt64 = LogOpening.segmentSize,
        report: @escaping @Sendable (String) -> Void
    ) async throws(StoreError) -> AuditExporter {
        let anchor = try await read { try AuditOutbox.anchor(in: $0) }
        let directory = directory
        let writer = try await lanes.run { () throws(StoreError) in
            do throws(AuditError) {
                let keys = LogDirectory("\(directory)/keys")
                try keys.make()
                let key = try LogKeyFile.load(keys.path(of: "audit-log"), isNew: anchor.exported.size == 0)
                let opening = LogOpening(LogDirectory("\(directory)/audit"), key: key, anchor: anchor)
                return try opening.open(segmentSize: segmentSize)
            } catch {
                throw StoreError(error, in: directory)
            }
        }
        try await compare(writer, from: anchor.exported.size)
        try await begin(writer, report)
        let exporter = AuditExporter(
            writer,
            outbox: outbox,
            exported: anchor.exported.size,
            pause: pause,
            report: report
        )
        log.set(exporter)
        exporter.wake()
        return exporter
    }

    /// Signs the compared log; on a full disk the exporter signs it, as soon as there is room.
    private func begin(_ writer: LogWriter, _ report: @Sendable (String) -> Void) async throws(StoreError) {
        do throws(StoreError) {
            try await readLog { () throws(AuditError) in try writer.begin() }
        } catch .full(let text) {
            report("the log is not signed yet: \(text)")
        }
    }

    /// Compares the records that are in the files and still in the outbox.
    private func compare(_ writer: LogWriter, from first: UInt64) async throws(StoreError) {
        let (outbox, directory) = (outbox, directory)
        try await lanes.run { () throws(StoreError) in
            var index = first
            while index < writer.size {
                let kept = try outbox.leaves(from: index, atMost: AuditExporter.most)
                let written: [[UInt8]]
                do throws(AuditError) {
                    written = try writer.leaves(from: index, atMost: kept.count)
                } catch {
                    throw StoreError(error, in: directory)
                }
                for (offset, pair) in zip(kept, written).enumerated() where pair.0 != pair.1 {
                    let record = index + UInt64(offset)
                    let damage = AuditDamage(record: record, file: "audit", "is not what the database has of it")
                    throw StoreError(.damaged(damage), in: directory)
                }
                guard !kept.isEmpty else {
                    let damage = AuditDamage(record: index, file: "audit", "is not in the database, which must have it")
                    throw StoreError(.damaged(damage), in: directory)
                }
                index += UInt64(kept.count)
            }
        }
    }

    /// What the database knows of the log's files.
    package func auditAnchor() async throws(StoreError) -> LogAnchor {
        try await read { try AuditOutbox.anchor(in: $0) }
    }

    /// Runs work on the log's files on a thread that may wait.
    package func readLog<Value: Sendable>(
        _ body: @escaping @Sendable () throws(AuditError) -> Value
    ) async throws(StoreError) -> Value {
        let directory = directory
        return try await lanes.run { () throws(StoreError) in
            do throws(AuditError) {
                return try body()
            } catch {
                throw StoreError(error, in: directory)
            }
        }
    }

    /// Adds records that belong to no other change, and returns their indices.
    @discardableResult
    package func record(_ events: [AuditEvent]) async throws(StoreError) -> [UInt64] {
        try await write(.other) { try AuditOutbox.append(events, in: $0) }
    }
}

extension StoreError {
    /// Translates an error of the log in a state directory.
    init(_ error: AuditError, in directory: String) {
        switch error {
        case .full(let text): self = .full(text)
        case .failed(let text): self = .failed(text)
        case .damaged(let damage):
            self = .damaged(
                "\(damage); keep \(directory)/audit as it is for whoever looks into this, and restore it and "
                    + "mayfly.sqlite together from a backup, or give the daemon a new state directory"
            )
        }
    }
}
