internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// Searches the log of a daemon for records.
struct AuditSearch {
    /// The number of records in one request.
    private static let step: UInt64 = 500

    /// The condition that a record must meet.
    let filter: AuditFilter
    let since: Timestamp?
    let until: Timestamp?
    /// The most records to return.
    let limit: Int

    init(_ filter: AuditFilter, limit: Int, now: Int64) throws {
        (since, until) = try filter.bounds(now: now)
        self.filter = filter
        self.limit = limit
    }

    /// The first matching records, starting at an index.
    func oldest(from first: UInt64, of daemon: DaemonConnection) async throws -> [JSON] {
        var found: [JSON] = []
        let size = try await Self.size(of: daemon)
        var next = first
        while next < size, found.count < limit {
            let records = try await Self.records(from: next, to: min(size, next + Self.step), of: daemon)
            found += records.filter(isWanted)
            next += UInt64(records.count)
        }
        return Array(found.prefix(limit))
    }

    /// The last matching records, in the order of the log.
    ///
    /// It reads backwards. Since the clock may have been set back, only a whole step of records older than `since` ends it early.
    func newest(of daemon: DaemonConnection) async throws -> [JSON] {
        var found: [JSON] = []
        var end = try await Self.size(of: daemon)
        while end > 0, found.count < limit {
            let first = end - min(end, Self.step)
            let records = try await Self.records(from: first, to: end, of: daemon)
            found = records.filter(isWanted) + found
            if let since, records.allSatisfy({ Self.isBefore($0, since) }) { break }
            end = first
        }
        return found.suffix(limit)
    }

    private func isWanted(_ record: JSON) -> Bool {
        if let since, Self.isBefore(record, since) { return false }
        if let until, !Self.isBefore(record, until) { return false }
        return filter.accepts(record)
    }

    /// Whether a record was written before a moment; a record without a time counts as not.
    private static func isBefore(_ record: JSON, _ moment: Timestamp) -> Bool {
        record["time"]?.text.flatMap(DateText.parse).map { $0 < moment } ?? false
    }

    private static func size(of daemon: DaemonConnection) async throws -> UInt64 {
        guard let size = try await daemon.auditCheckpoint()["size"]?.integer.flatMap(UInt64.init(exactly:)) else {
            throw CommandFailure("the daemon did not say how many records the log has")
        }
        return size
    }

    /// All records of `first..<end`.
    private static func records(from first: UInt64, to end: UInt64, of daemon: DaemonConnection) async throws -> [JSON]
    {
        var records: [JSON] = []
        while first + UInt64(records.count) < end {
            let place = first + UInt64(records.count)
            let page = try await daemon.auditLeaves(from: place, limit: Int(end - place))
            let leaves = (page["items"]?.elements ?? []).compactMap(\.text)
            let read = leaves.compactMap { try? JSONReader.read(Array($0.utf8)) }
            guard !leaves.isEmpty, read.count == leaves.count, leaves.count <= end - place else {
                throw CommandFailure("the daemon sent something else for the records from \(place) on")
            }
            records += read
        }
        return records
    }
}
