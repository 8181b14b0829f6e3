import Foundation
import Glibc
import MayflyCore
import Testing

@testable import MayflyStore

@Suite("Small objects in memory") struct SmallObjectsTests {
    private let later = time(nil) + 60

    private func digest(_ number: UInt8) throws -> Digest {
        try #require(Digest(bytes: [UInt8](repeating: number, count: 32)))
    }

    private func identity(of path: String) throws -> SmallObjects.Identity {
        var status = stat()
        try #require(lstat(path, &status) == 0)
        return SmallObjects.Identity(status)
    }

    private func withFile(_ body: (String) throws -> Void) throws {
        let path = "/tmp/mayfly-small-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data([1, 2]).write(to: URL(filePath: path))
        try body(path)
    }

    @Test(arguments: ["changed", "touched", "exchanged", "link", "gone"])
    func `are not given out when their file is another one`(how: String) throws {
        try withFile { path in
            let (objects, digest) = (SmallObjects(), try digest(1))
            objects.remember([1, 2], of: digest, try identity(of: path), at: later)
            #expect(objects.bytes(of: digest, at: path) == [1, 2])
            switch how {
            case "changed":
                let file = try FileHandle(forWritingTo: URL(filePath: path))
                try file.write(contentsOf: [3])
                try file.close()
            case "touched": #expect(utimes(path, nil) == 0)
            case "exchanged": try Data([1, 2]).write(to: URL(filePath: path), options: .atomic)
            case "link":
                #expect(rename(path, path + ".real") == 0 && symlink(path + ".real", path) == 0)
            default: try FileManager.default.removeItem(atPath: path)
            }
            #expect(objects.bytes(of: digest, at: path) == nil)
            try? FileManager.default.removeItem(atPath: path + ".real")
        }
    }

    @Test func `are not remembered from a file that changed a moment ago, nor when they are long`() throws {
        try withFile { path in
            let (objects, digest, identity) = (SmallObjects(), try digest(1), try identity(of: path))
            objects.remember([1, 2], of: digest, identity, at: time(nil))
            #expect(objects.bytes(of: digest, at: path) == nil)
            let long = [UInt8](repeating: 0, count: SmallObjects.longest + 1)
            objects.remember(long, of: digest, identity, at: later)
            #expect(objects.bytes(of: digest, at: path) == nil)
        }
    }

    @Test func `take no more memory than is meant for them`() throws {
        try withFile { path in
            let (objects, identity) = (SmallObjects(), try identity(of: path))
            let bytes = [UInt8](repeating: 0, count: SmallObjects.longest)
            for number in 0..<100 { objects.remember(bytes, of: try digest(UInt8(number)), identity, at: later) }
            let known = try (0..<100).filter { objects.bytes(of: try digest(UInt8($0)), at: path) != nil }
            #expect(!known.isEmpty && known.count * bytes.count <= SmallObjects.most)
        }
    }
}
