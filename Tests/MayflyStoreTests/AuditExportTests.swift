import Foundation
import GRDB
import MayflyAudit
import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("The export of the audit log", .timeLimit(.minutes(2))) struct AuditExportTests {
    private static let records = 40
    private let files = FileManager.default

    private func open(_ store: Store) async throws -> AuditExporter {
        try await store.openLog(pause: .milliseconds(1), segmentSize: 1024) { _ in }
    }

    private func add(_ count: Int, to store: Store) async throws {
        for number in 0..<count { try await store.record([.daemonStopped(unfinished: number)]) }
    }

    /// How many records the database still has.
    private func waiting(_ store: Store) async throws -> Int {
        try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM audit_outbox") ?? -1 }
    }

    /// A database that has exported nothing of its records, and the files as they are when all of them were exported.
    private func prepare(_ directory: String) async throws {
        let before = "\(directory)/before"
        let after = "\(directory)/after"
        try files.createDirectory(atPath: before, withIntermediateDirectories: false)
        do {
            let store = try Store(directory: before)
            let exporter = try await open(store)
            await exporter.close()
        }
        try await add(Self.records, to: try Store(directory: before))
        try files.copyItem(atPath: before, toPath: after)
        let exporter = try await open(try Store(directory: after))
        await exporter.flush(UInt64(Self.records - 1))
        await exporter.close()
        #expect(exporter.writer.size == UInt64(Self.records))
    }

    /// What is there when the machine stopped after so many bytes of records, before they were signed.
    private func stopped(_ directory: String, after bytes: Int) throws -> String {
        let state = "\(directory)/stopped"
        try? files.removeItem(atPath: state)
        try files.copyItem(atPath: "\(directory)/before", toPath: state)
        var rest = bytes
        for name in try files.contentsOfDirectory(atPath: "\(directory)/after/audit").sorted()
        where name.hasPrefix("log-") && rest > 0 {
            let whole = try Data(contentsOf: URL(filePath: "\(directory)/after/audit/\(name)"))
            try whole.prefix(rest).write(to: URL(filePath: "\(state)/audit/\(name)"))
            rest -= whole.count
        }
        return state
    }

    @Test func `goes on wherever the machine stopped, and every record is there once`() async throws {
        try await TemporaryDirectory.lend(under: "/dev/shm") { directory in
            try await prepare(directory)
            let expected = try files.contentsOfDirectory(atPath: "\(directory)/after/audit").filter {
                $0.hasPrefix("log-")
            }
            #expect(expected.count > 2)
            for bytes in stride(from: 0, through: 4200, by: 97) {
                let state = try stopped(directory, after: bytes)
                let store = try Store(directory: state)
                let exporter = try await open(store)
                await exporter.flush(UInt64(Self.records - 1))
                await exporter.close()
                let found = try OfflineCheck.run("\(state)/audit", key: exporter.writer.key.verifier.noteText)
                #expect(found.head.size == UInt64(Self.records), "stopped after \(bytes) bytes")
                #expect(try await waiting(store) == 0)
                for name in expected {
                    #expect(
                        files.contentsEqual(
                            atPath: "\(state)/audit/\(name)",
                            andPath: "\(directory)/after/audit/\(name)"
                        )
                    )
                }
            }
        }
    }

    @Test func `refuses files that are not what the database still has`() async throws {
        try await TemporaryDirectory.lend(under: "/dev/shm") { directory in
            try await prepare(directory)
            let state = try stopped(directory, after: 900)
            let path = "\(state)/audit/\(LogDirectory.segment(0))"
            var bytes = try Data(contentsOf: URL(filePath: path))
            bytes[40] ^= 1
            try bytes.write(to: URL(filePath: path))
            let store = try Store(directory: state)
            await #expect(throws: StoreError.self) { try await open(store) }
        }
    }

    @Test func `signs later what could not be signed at once`() async throws {
        try await TemporaryDirectory.lend(under: "/dev/shm") { directory in
            let store = try Store(directory: directory)
            let exporter = try await open(store)
            // Nothing can be written where a directory stands.
            let obstacle = "\(directory)/audit/\(LogDirectory.checkpoint).new"
            try files.createDirectory(atPath: obstacle, withIntermediateDirectories: false)
            try await add(3, to: store)
            await exporter.flush(2)
            for _ in 0..<500 where exporter.failure == nil { try await Task.sleep(for: .milliseconds(10)) }
            #expect(exporter.failure != nil)
            #expect(exporter.writer.checkpoint?.checkpoint.head.size != 3)
            try files.removeItem(atPath: obstacle)
            for _ in 0..<500 {
                let left = try await waiting(store)
                guard exporter.failure != nil || left > 0 else { break }
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(exporter.failure == nil && exporter.writer.checkpoint?.checkpoint.head.size == 3)
            #expect(try await waiting(store) == 0)
        }
    }
}
