import Foundation
import GRDB
import Glibc
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("What SQLite says of a database") struct DatabaseFailureTests {
    private static let path = "/state/mayfly.sqlite"
    private static let roomy = DiskSpace(blockSize: 4096, blocks: 1000, freeBlocks: 900, files: 100, freeFiles: 90)
    private static let full = DiskSpace(blockSize: 4096, blocks: 1000, freeBlocks: 0, files: 100, freeFiles: 90)
    private static let crowded = DiskSpace(blockSize: 4096, blocks: 1000, freeBlocks: 900, files: 100, freeFiles: 0)

    private func meaning(of code: ResultCode, on space: DiskSpace?) -> StoreError {
        DatabaseFailure.error(DatabaseError(resultCode: code, message: "no"), Self.path) { path in
            #expect(path == Self.path)
            return space
        }
    }

    @Test(arguments: [.SQLITE_IOERR, .SQLITE_IOERR_WRITE, .SQLITE_IOERR_SHMSIZE, .SQLITE_CANTOPEN] as [ResultCode])
    func `is that the disk is full only where it is`(code: ResultCode) {
        let text = "\(Self.path): no (SQLite code \(code.rawValue))"
        for space in [Self.full, Self.crowded] { #expect(meaning(of: code, on: space) == .full(text)) }
        let other = "\(text), though the disk has space: it fails, or a quota is used up"
        #expect(meaning(of: code, on: Self.roomy) == .failed(other))
        #expect(meaning(of: code, on: nil) == .failed(text))
    }

    @Test func `is taken at its word where it says what is wrong`() {
        for space in [Self.full, Self.roomy, nil] {
            #expect(meaning(of: .SQLITE_FULL, on: space) == .full("\(Self.path): no (SQLite code 13)"))
            #expect(meaning(of: .SQLITE_INTERRUPT, on: space) == .cancelled)
            for code in [ResultCode.SQLITE_CORRUPT, .SQLITE_NOTADB] {
                let text = "\(Self.path) is damaged: no; restore it from a backup, or move it away"
                #expect(meaning(of: code, on: space) == .damaged(text))
            }
            #expect(meaning(of: .SQLITE_BUSY, on: space) == .failed("\(Self.path): SQLite error 5: no"))
        }
    }

    /// What becomes of opening a store.
    private func open(_ directory: String) -> StoreError? {
        do throws(StoreError) {
            _ = try Store(directory: directory)
            return nil
        } catch { return error }
    }

    @Test func `is not that the disk is full where a directory has its name`() async throws {
        try await TemporaryDirectory.lend { directory in
            let place = "\(directory)/mayfly.sqlite"
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
            let failure = open(directory)
            guard case .failed(let text) = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            #expect(text.hasPrefix("\(place): ") && text.contains(", though the disk has space"), "\(text)")
        }
    }

    /// Lends the directory of a store whose database is yet to be made, on a disk of its own.
    private func withDisk(_ options: String, _ body: (String) throws -> Void) async throws {
        try await TemporaryDirectory.lend { directory in
            let status = mount("tmpfs", directory, "tmpfs", 0, options)
            try #require(status == 0)
            defer { umount2(directory, CInt(MNT_DETACH)) }
            let objects = "\(directory)/objects/incoming"
            try FileManager.default.createDirectory(atPath: objects, withIntermediateDirectories: true)
            try body(directory)
        }
    }

    private func expectFull(_ directory: String) {
        let failure = open(directory)
        guard case .full = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }

    @Test(.requiresRoot, .tags(.kernel)) func `is that the disk is full where not a byte is left of it`() async throws {
        try await withDisk("size=4m") { directory in
            let filler = Glibc.open("\(directory)/filler", O_WRONLY | O_CREAT, 0o600)
            let page = [UInt8](repeating: 1, count: 4096)
            while write(filler, page, page.count) > 0 {}
            close(filler)
            expectFull(directory)
            unlink("\(directory)/filler")
            #expect(open(directory) == nil)
        }
    }

    @Test(.requiresRoot, .tags(.kernel)) func `is that the disk is full where it takes no other file`() async throws {
        try await withDisk("size=4m,nr_inodes=64") { directory in
            var count = 0
            while true {
                let file = Glibc.open("\(directory)/\(count)", O_WRONLY | O_CREAT, 0o600)
                guard file >= 0 else { break }
                close(file)
                count += 1
            }
            #expect(count > 0)
            expectFull(directory)
            for number in 0..<count { unlink("\(directory)/\(number)") }
            #expect(open(directory) == nil)
        }
    }
}
