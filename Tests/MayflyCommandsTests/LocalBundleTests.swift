import Foundation
import MayflyRun
import MayflyTestSupport
import Testing

@testable import MayflyCommands

@Suite("A script on this machine")
struct LocalBundleTests {
    private func failure(_ path: String) -> String {
        do throws(CommandFailure) {
            _ = try LocalBundle(path)
            return ""
        } catch {
            return error.message
        }
    }

    @Test func `is one file, named as an entry point`() throws {
        let place = try TemporaryDirectory()
        try place.write("print(1)", to: "report.py")
        let bundle = try LocalBundle("\(place.path)/report.py")
        #expect(bundle.files.map(\.path) == ["main.py"])
        #expect(bundle.files.first?.bytes == Array("print(1)".utf8))
    }

    @Test func `is a directory, in the order of sha256sum`() throws {
        let place = try TemporaryDirectory()
        for name in ["main.py", "lib/b.py", "lib.txt", "Lib/a.py"] { try place.write(name, to: "bundle/\(name)") }
        #expect(
            try LocalBundle("\(place.path)/bundle").files.map(\.path) == ["Lib/a.py", "lib.txt", "lib/b.py", "main.py"]
        )
    }

    @Test func `has one entry point`() throws {
        let place = try TemporaryDirectory()
        try place.write("", to: "none/report.py")
        try place.write("", to: "two/main.py")
        try place.write("", to: "two/main.sh")
        #expect(
            failure("\(place.path)/none").hasSuffix(
                "has no entry point; it needs one of main.py, main.sh, main.js, main"
            )
        )
        #expect(failure("\(place.path)/two").hasSuffix("has several entry points, main.py and main.sh; keep one"))
    }

    @Test func `starts no text as a program`() throws {
        let place = try TemporaryDirectory()
        try place.write("#!/bin/sh\necho 1\n", to: "report")
        #expect(failure("\(place.path)/report").contains("main is to be started as a program"))
        try place.write("echo 1\n", to: "told/run")
        try place.write("{apiVersion: mayfly/v1, kind: Script, entry: run, runtime: binary}", to: "told/mayfly.yaml")
        #expect(failure("\(place.path)/told").contains("run is to be started as a program"))
        try place.write("{apiVersion: mayfly/v1, kind: Script, entry: run, runtime: sh}", to: "told/mayfly.yaml")
        #expect(failure("\(place.path)/told") == "")
        try place.write(String(decoding: ProgramExample.bytes, as: UTF8.self), to: "tool")
        #expect(try LocalBundle("\(place.path)/tool").files.map(\.path) == ["main"])
    }

    @Test func `has no links, and names that sha256sum prints plainly`() throws {
        let place = try TemporaryDirectory()
        try place.write("", to: "linked/main.py")
        try FileManager.default.createSymbolicLink(atPath: "\(place.path)/linked/l", withDestinationPath: "/etc/passwd")
        #expect(failure("\(place.path)/linked").contains("linked/l is a link"))
        try place.write("", to: "odd/main.py")
        try place.write("", to: "odd/a\\b")
        #expect(failure("\(place.path)/odd").contains("cannot be part of a script"))
        #expect(failure("\(place.path)/missing").contains("there is no file or directory"))
        #expect(failure("/dev/null").contains("is neither a file nor a directory"))
    }
}
