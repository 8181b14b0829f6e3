import Foundation
import Testing

@testable import MayflyCommands

@Suite("Profiles that are checked before they are installed") struct ProfileCheckTests {
    private static let policy =
        #"{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["read"],"action":"SCMP_ACT_ALLOW"}]}"#

    /// A built-in profile under another name, perhaps with another list of system calls.
    private func profile(_ name: String = "strict", systemCalls: String = "strict") throws -> String {
        let file = URL(filePath: #filePath).appending(path: "../../../Profiles/strict.yaml").standardizedFileURL
        let text = try String(contentsOf: file, encoding: .utf8)
        return text.replacing("  name: strict ", with: "  name: \(name) ")
            .replacing("  systemCalls: strict ", with: "  systemCalls: \(systemCalls) ")
    }

    private func check(_ paths: String...) async throws -> CommandLineAnswer {
        try await CommandLineAnswer.of(["profile", "check"] + paths)
    }

    @Test func `are right, alone and as a directory`() async throws {
        let place = try TemporaryDirectory()
        try place.write(try profile(systemCalls: "own.json"), to: "strict.yaml")
        try place.write(Self.policy, to: "own.json")
        let (profile, policy) = ("\(place.path)/strict.yaml: ok\n", "\(place.path)/own.json: ok\n")
        let whole = try await check(place.path)
        #expect(whole.status == 0 && whole.output == policy + profile && whole.errors == "")
        // With the policy that it names.
        let alone = try await check("\(place.path)/strict.yaml")
        #expect(alone.status == 0 && alone.output == profile + policy && alone.errors == "")
        let both = try await check("\(place.path)/own.json", "\(place.path)/strict.yaml")
        #expect(both.status == 0 && both.output == policy + profile && both.errors == "")
    }

    @Test func `are wrong where they name a list of system calls that is not there`() async throws {
        let place = try TemporaryDirectory()
        try place.write(try profile(systemCalls: "gone.json"), to: "strict.yaml")
        for path in [place.path, "\(place.path)/strict.yaml"] {
            let answer = try await check(path)
            #expect(answer.status == 1 && answer.output == "")
            #expect(answer.errors.hasPrefix("\(place.path)/strict.yaml:"), "\(answer.errors)")
            let says = "error: spec.systemCalls: there is no file 'gone.json' beside this one\n"
            #expect(answer.errors.contains(says), "\(answer.errors)")
            #expect(answer.errors.hasSuffix("mayfly: 1 of 1 profile files is wrong\n"), "\(answer.errors)")
        }
    }

    @Test func `are wrong where the list that they name is`() async throws {
        let place = try TemporaryDirectory()
        try place.write(try profile(systemCalls: "own.json"), to: "strict.yaml")
        try place.write("[]", to: "own.json")
        for path in [place.path, "\(place.path)/strict.yaml"] {
            let answer = try await check(path)
            #expect(answer.status == 1 && answer.output == "\(place.path)/strict.yaml: ok\n")
            #expect(answer.errors.hasPrefix("\(place.path)/own.json:1:1: error: "), "\(answer.errors)")
        }
    }

    @Test func `are as many as the daemon takes, and one at least`() async throws {
        let place = try TemporaryDirectory()
        try place.write(Self.policy, to: "0.json")
        let none = try await check(place.path)
        #expect(none.status == 1 && none.output == "\(place.path)/0.json: ok\n")
        #expect(none.errors.hasPrefix("\(place.path)/*.yaml:1:1: error: there is no profile; "), "\(none.errors)")
        #expect(none.errors.hasSuffix("mayfly: the daemon would not take these profiles\n"), "\(none.errors)")
        for number in 0..<48 { try place.write(try profile("p\(number)"), to: "p\(number).yaml") }
        for number in 1..<8 { try place.write(Self.policy, to: "\(number).json") }
        #expect(try await check(place.path).status == 0)
        try place.write(try profile(), to: "strict.yaml")
        try place.write(Self.policy, to: "8.json")
        let many = try await check(place.path)
        #expect(many.status == 1)
        let bounds = [
            "*.yaml:1:1: error: there are 49 profiles; at most 48 are supported\n",
            "*.json:1:1: error: there are 9 system call policies; at most 8 are supported\n",
        ]
        for says in bounds { #expect(many.errors.contains("\(place.path)/\(says)"), "\(many.errors)") }
    }

    @Test func `have each name once where they are named one by one`() async throws {
        let place = try TemporaryDirectory()
        for name in ["a/strict.yaml", "b/strict.yaml"] { try place.write(try profile(), to: name) }
        let answer = try await check("\(place.path)/a/strict.yaml", "\(place.path)/b/strict.yaml")
        #expect(answer.status == 1 && answer.output == "\(place.path)/a/strict.yaml: ok\n")
        let says = "\(place.path)/a/strict.yaml has a profile of this name too"
        #expect(answer.errors.contains(says), "\(answer.errors)")
        #expect(try await check("\(place.path)/a", "\(place.path)/b").status == 0, "each is a set of its own")
    }
}
