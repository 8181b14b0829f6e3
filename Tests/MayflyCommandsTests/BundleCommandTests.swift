import ArgumentParser
import Foundation
import Glibc
import MayflyCore
import MayflyJSON
import MayflyRun
import MayflyTestSupport
import Testing

@testable import MayflyCommands

@Suite("A bundle on this machine")
struct BundleCommandTests {
    private func failure(_ path: String) -> String {
        do throws(CommandFailure) {
            _ = try LocalBundle(path)
            return ""
        } catch {
            return ([error.message] + error.advice).joined(separator: "\n")
        }
    }

    /// What a line of a shell prints.
    private func shell(_ command: String, in directory: String) throws -> String {
        let printed = try TestProgram.run("/bin/bash", ["-c", "set -o pipefail; \(command)"], in: directory)
        return String(decoding: printed, as: UTF8.self)
    }

    /// The line that prints a directory's manifest, as a text has it.
    private static func oneLiner(in text: String) throws -> String {
        // In a table `|` has a backslash.
        let text = text.replacing("\\|", with: "|")
        let begin = try #require(text.firstRange(of: "LC_ALL=C find . ")).lowerBound
        let end = try #require(text[begin...].firstRange(of: "sha256sum --")).upperBound
        return String(text[begin..<end])
    }

    private static func document(_ name: String) throws -> String {
        let file = URL(filePath: #filePath).appending(path: "../../../docs/\(name)").standardizedFileURL
        return try String(contentsOf: file, encoding: .utf8)
    }

    @Test func `has its manifest printed by the same line in every document and in the help`() throws {
        let line = try Self.oneLiner(in: try Self.document("bundles.md"))
        for name in ["cli.md", "verify-without-mayfly.md"] {
            #expect(try Self.oneLiner(in: try Self.document(name)) == line, "docs/\(name)")
        }
        #expect(try Self.oneLiner(in: BundleDigestCommand.configuration.discussion) == line)
    }

    @Test func `has the manifest that sha256sum prints, whatever its names and contents are`() throws {
        let oneLiner = try Self.oneLiner(in: try Self.document("bundles.md"))
        var generator = SeededGenerator(state: 7)
        let letters = ["a", "B", "é", "한", "🙂", " ", "-", "'", "\"", "$", "*", "#", ".x", "~", "(", ";", "=", "%"]
        for _ in 0..<20 {
            let place = try TemporaryDirectory()
            try place.write("print(1)\n", to: "main.py")
            for _ in 0..<Int.random(in: 0...12, using: &generator) {
                let parts = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                    (0..<Int.random(in: 1...6, using: &generator)).map { _ in
                        letters.randomElement(using: &generator) ?? "a"
                    }.joined()
                }
                guard parts != ["-"], !parts.contains(where: { $0 == "." || $0 == ".." }) else { continue }
                let content = String(repeating: "\0x", count: Int.random(in: 0...3000, using: &generator))
                // A file may be where a directory is wanted already: then there is one file less.
                try? place.write(content, to: parts.joined(separator: "/"))
            }
            let bundle = try LocalBundle(place.path)
            #expect(bundle.manifest == (try shell(oneLiner, in: place.path)))
            let digest = try shell("\(oneLiner) | sha256sum", in: place.path).prefix(64)
            #expect(bundle.digest.description == "sha256:\(digest)")
        }
    }

    @Test(
        arguments: [
            ("mkfifo fifo", "fifo is not a regular file"), ("ln -s . loop", "loop is a link"),
            ("ln -s nowhere l", "l is a link"),
            ("mknod null c 1 3", "null is not a regular file"),
            ("python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"s\")'", "s is not a regular file"),
            ("printf x > $'bad\\xffname'", "whose name is not UTF-8"),
            ("printf x > $'a\\nb'", "cannot be part of a script"),
            ("printf x > $'a\\xcc\\x88'", "normal form C"), ("printf x > $'a\\xe2\\x80\\xaeb'", "not seen"),
            ("for i in $(seq 1001); do : > f$i; done", "at most 1000 files"),
            ("mkdir -p \"$(printf 'd/%.0s' $(seq 20))\"", "more than 16 directories deep"),
            ("truncate -s 65M big", "at most 64 MiB"),
            (": > mayfly.yml", "is read by nothing"), ("mkdir sub; ln -s /etc sub/etc", "sub/etc is a link"),
        ]
    )
    func `is refused when it is hostile`(command: String, message: String) throws {
        let place = try TemporaryDirectory()
        try place.write("", to: "main.py")
        _ = try shell(command, in: place.path)
        #expect(failure(place.path).contains(message), "\(failure(place.path))")
    }

    @Test func `may be at the bounds`() throws {
        let place = try TemporaryDirectory()
        try place.write("", to: "main.py")
        _ = try shell("for i in $(seq 999); do : > f$i; done", in: place.path)
        #expect(try LocalBundle(place.path).files.count == 1000)
    }

    @Test func `is refused when a file grows while it is read`() throws {
        let place = try TemporaryDirectory()
        // A file of the kernel says that it has no bytes, and then has some.
        #expect(failure("/proc/self/status").contains("changed while it was read"))
        try place.write("", to: "main.py")
        #expect(failure(place.path) == "")
    }

    /// As somebody who may not read everything: root may.
    @Test(.requiresRoot) func `is refused when a directory cannot be read`() throws {
        let place = try TemporaryDirectory()
        try place.write("", to: "main.py")
        try place.write("", to: "secret/x")
        _ = try shell("chmod 0 secret", in: place.path)
        // Not by way of mayfly, which could not look beside itself: the repository may be root's alone.
        let program = URL(filePath: #filePath).appending(path: "../../../.build/debug/mayfly-commands")
            .standardizedFileURL.path
        let text = try shell(
            "setpriv --reuid 65534 --clear-groups \(program) bundle check . 2>&1 || true",
            in: place.path
        )
        #expect(text.contains("cannot open ./secret"), "\(text)")
    }

    @Test func `shows every error of its description with its place`() throws {
        let place = try TemporaryDirectory()
        try place.write("apiVersion: mayfly/v1\nkind: Script\nentry: x.py\nruntime: ruby\n", to: "mayfly.yaml")
        let text = failure(place.path)
        #expect(text.contains("mayfly.yaml has 2 errors"))
        #expect(text.contains("mayfly.yaml:3:8: error: entry: there is no file 'x.py' in the bundle"))
        #expect(text.contains("mayfly.yaml:4:10: error: runtime: 'ruby' is not one of"))
    }

    @Test(
        arguments: [
            ("month=2026-05", #"{"month":"2026-05"}"#), ("n:=5", #"{"n":5}"#), ("l:=[1,\"a\"]", #"{"l":[1,"a"]}"#),
            ("t=", #"{"t":""}"#),
            ("x=a=b", #"{"x":"a=b"}"#), ("b:=true", #"{"b":true}"#), ("a=:=", #"{"a":":="}"#),
        ]
    )
    func `is given arguments by name`(text: String, json: String) throws {
        #expect(JSON.object([try ArgumentText.member(text)]).compactText == json)
    }

    @Test(arguments: ["month", "=x", "n:=", "n:=x"]) func `is given no arguments that say nothing`(text: String) {
        #expect(throws: CommandFailure.self) { try ArgumentText.member(text) }
    }

    @Test func `is given a JSON object, here or in a file`() throws {
        let place = try TemporaryDirectory()
        try place.write(#"{"a":1}"#, to: "args")
        #expect(try ArgumentText.object("@\(place.path)/args").compactText == #"{"a":1}"#)
        #expect(try ArgumentText.object("{}").compactText == "{}")
        for text in ["[]", "", "{", "@\(place.path)/none"] {
            #expect(throws: CommandFailure.self) { try ArgumentText.object(text) }
        }
    }
}
