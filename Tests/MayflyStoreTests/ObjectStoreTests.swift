import Foundation
import Glibc
import MayflyCore
import MayflyStore
import MayflyTestSupport
import Testing

@Suite("Stored bytes") struct ObjectStoreTests {
    private func withObject(_ body: (Store, Digest, URL) throws -> Void) async throws {
        try await Store.lend { store, directory in
            let digest = try store.objects.put(Array("hello".utf8))
            let name = digest.hexadecimal
            try body(store, digest, URL(filePath: "\(directory)/objects/\(name.prefix(2))/\(name)"))
        }
    }

    @Test func `are named by what they are, and kept once`() async throws {
        try await withObject { store, digest, file in
            #expect(digest.hexadecimal == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")
            #expect(try store.objects.put(Array("hello".utf8)) == digest)
            #expect(try store.objects.read(digest, atMost: 5) == Array("hello".utf8))
            let mode = try FileManager.default.attributesOfItem(atPath: file.path())[.posixPermissions] as? Int
            #expect(mode == 0o400)
        }
    }

    @Test(arguments: ["changed", "shorter", "longer", "link", "directory", "fifo", "gone"])
    func `that were tampered with are never given out`(how: String) async throws {
        try await withObject { store, digest, file in
            try FileManager.default.removeItem(at: file)
            switch how {
            case "changed": try Data("Hello".utf8).write(to: file)
            case "shorter": try Data("hell".utf8).write(to: file)
            case "longer": try Data("hello!".utf8).write(to: file)
            case "link":
                let other = file.deletingLastPathComponent().appending(path: "other")
                try Data("hello".utf8).write(to: other)
                try FileManager.default.createSymbolicLink(at: file, withDestinationURL: other)
            case "directory": try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
            case "fifo": #expect(mkfifo(file.path(), 0o600) == 0)
            default: break
            }
            #expect(throws: StoreError.self) { try store.objects.read(digest, atMost: 100) }
            #expect(throws: StoreError.self) { try store.objects.open(digest) }
        }
    }

    @Test func `that come in pieces are whole or nothing`() async throws {
        try await withObject { store, _, file in
            let incoming = file.deletingLastPathComponent().deletingLastPathComponent().appending(path: "incoming")
            do {
                let writer = try store.objects.makeWriter()
                try writer.append([1, 2])
                #expect(try FileManager.default.contentsOfDirectory(atPath: incoming.path()).count == 1)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: incoming.path()) == [])
            let writer = try store.objects.makeWriter()
            try writer.append([1])
            try writer.append([2])
            let object = try writer.finish()
            #expect(object.size.bytes == 2)
            let reader = try store.objects.open(object.digest)
            #expect(try reader.next(atMost: 1) == [1])
            #expect(try reader.next(atMost: 9) == [2])
            #expect(try reader.next(atMost: 9) == nil)
        }
    }

    @Test func `of a whole bundle are stored and read in their order`() async throws {
        try await Store.lend { store, directory in
            let contents = (0..<100).map { Array("file \($0 % 99)".utf8) }
            try await store.put(contents)
            let digests = try contents.map { try store.objects.put($0) }
            #expect(try await store.read(digests, atMost: 100) == contents)
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(directory)/objects/incoming") == [])
        }
    }

    @Test func `that are larger than asked for are not read`() async throws {
        try await withObject { store, digest, _ in
            #expect(throws: StoreError.self) { try store.objects.read(digest, atMost: 4) }
        }
    }
}
