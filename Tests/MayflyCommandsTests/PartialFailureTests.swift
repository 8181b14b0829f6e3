import Foundation
import Testing

@testable import MayflyCommands
@testable import MayflyRun

@Suite("What fails half-way", .timeLimit(.minutes(10))) struct PartialFailureTests {
    @Test func `does not keep other workspaces from being destroyed`() async throws {
        let daemon = try FakeDaemon { request in
            let name = request.components(separatedBy: "/").last ?? ""
            guard name == "b" else { return (200, #"{"name":"\#(name)"}"#) }
            return (404, #"{"code":"workspace_not_found","detail":"none"}"#)
        }
        let answer = try await CommandLineAnswer.of(["workspace", "rm", "a", "b", "c"], socket: daemon.path)
        #expect(answer.status == 1 && answer.output == "a\nc\n")
        #expect(answer.errors == "mayfly: b: workspace_not_found: none\n")
    }

    @Test func `leaves no half of a copied log`() async throws {
        let place = try TemporaryDirectory()
        try place.write("", to: "signers")
        try FileManager.default.createDirectory(atPath: "\(place.path)/empty", withIntermediateDirectories: false)
        let daemon = try FakeDaemon { _ in (200, #"{"size":5,"items":[]}"#) }
        for name in ["copy", "copy/", "empty"] {
            let answer = try await CommandLineAnswer.of(
                ["audit", "export", "\(place.path)/\(name)", "--allowed-signers", "\(place.path)/signers"],
                socket: daemon.path
            )
            #expect(answer.status == 1 && answer.errors.contains("fewer records than it signed"), "\(answer.errors)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: place.path).sorted() == ["empty", "signers"])
        }
    }

    @Test func `leaves what was there before as it was`() throws {
        let place = try TemporaryDirectory()
        try place.write("mine", to: "full/file")
        try place.write("mine", to: "file")
        symlink("nowhere", "\(place.path)/link")
        for name in ["full", "file", "link", "full/.", "full/..", ""] {
            #expect(throws: CommandFailure.self, "\(name)") {
                _ = try NewDirectory(name.isEmpty ? "" : "\(place.path)/\(name)")
            }
        }
        // What comes there meanwhile stays too.
        let late = try NewDirectory("\(place.path)/late")
        try place.write("mine", to: "late/file")
        #expect(throws: CommandFailure.self) { try late.finish() }
        for name in ["full/file", "file", "late/file"] { #expect(try place.read(name) == "mine") }
    }

    @Test(arguments: ["new", "new//", "empty"]) func `is there as a whole under its name`(name: String) throws {
        let place = try TemporaryDirectory()
        try FileManager.default.createDirectory(atPath: "\(place.path)/empty", withIntermediateDirectories: false)
        let directory = try NewDirectory("\(place.path)/\(name)")
        #expect(FileManager.default.createFile(atPath: "\(directory.temporary)/file", contents: nil))
        try directory.finish()
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(place.path)/\(name)")
        #expect(names == ["file"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.path).count == (name == "empty" ? 1 : 2))
    }
}
