import Foundation
import Testing

@testable import MayflyCommands
@testable import MayflyRun

@Suite("A directory for artifacts")
struct SafeDirectoryTests {
    private func write(_ name: String, _ text: String, to directory: SafeDirectory) async throws {
        try await directory.write(name) { put in try put(Array(text.utf8)) }
    }

    @Test func `takes files and their directories`() async throws {
        let place = try TemporaryDirectory()
        let directory = try SafeDirectory("\(place.path)/out")
        try await write("a.txt", "one", to: directory)
        try await write("b/c/d.txt", "two", to: directory)
        try await write("a.txt", "three", to: directory)
        #expect(try place.read("out/a.txt") == "three")
        #expect(try place.read("out/b/c/d.txt") == "two")
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(place.path)/out").sorted() == ["a.txt", "b"])
    }

    @Test(arguments: ["../x", "/etc/x", "a/../../x", "", ".", "..", "a//b", "a/", "a\nb", "a\\b", "a/./b"])
    func `refuses names that lead elsewhere`(name: String) async throws {
        let place = try TemporaryDirectory()
        let directory = try SafeDirectory("\(place.path)/out")
        await #expect(throws: CommandFailure.self) { try await write(name, "x", to: directory) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.path) == ["out"])
    }

    @Test func `does not follow a link that lies in the way`() async throws {
        let place = try TemporaryDirectory()
        try place.write("secret", to: "elsewhere/file")
        let directory = try SafeDirectory("\(place.path)/out")
        let manager = FileManager.default
        try manager.createSymbolicLink(atPath: "\(place.path)/out/link", withDestinationPath: "../elsewhere")
        try manager.createSymbolicLink(atPath: "\(place.path)/out/file", withDestinationPath: "../elsewhere/file")
        await #expect(throws: CommandFailure.self) { try await write("link/file", "x", to: directory) }
        try await write("file", "x", to: directory)
        #expect(try place.read("elsewhere/file") == "secret")
        #expect(try place.read("out/file") == "x")
        #expect(
            try manager.attributesOfItem(atPath: "\(place.path)/out/file")[.type] as? FileAttributeType == .typeRegular
        )
    }

    @Test func `puts no file in the place of a pipe or a device`() async throws {
        let place = try TemporaryDirectory()
        let directory = try SafeDirectory("\(place.path)/out")
        #expect(mkfifo("\(place.path)/out/pipe", 0o600) == 0)
        let failure = await #expect(throws: CommandFailure.self) { try await write("pipe", "x", to: directory) }
        #expect(failure?.message.hasSuffix("/out/pipe: something that is no file has this name") == true)
        guard case .other = LocalFile.kind(of: "\(place.path)/out/pipe") else {
            return #expect(Bool(false), "it was replaced")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(place.path)/out") == ["pipe"])
    }

    @Test func `keeps the old file when the new one breaks off`() async throws {
        let place = try TemporaryDirectory()
        let directory = try SafeDirectory("\(place.path)/out")
        try await write("a", "old", to: directory)
        await #expect(throws: CommandFailure.self) {
            try await directory.write("a") { put in
                try put(Array("ne".utf8))
                throw CommandFailure("the connection broke")
            }
        }
        #expect(try place.read("out/a") == "old")
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(place.path)/out") == ["a"])
    }
}
