import Foundation
import MayflyCore
import MayflyProfiles
import MayflyYAML
import Testing

@Suite("The built-in profiles")
struct BuiltInProfilesTests {
    static let root = URL(filePath: #filePath).appending(path: "../../../").standardizedFileURL

    @Test(arguments: [("python-data", "PythonData"), ("standard", "Standard"), ("strict", "Strict")])
    func `are the files of the Profiles directory`(name: String, type: String) throws {
        let file = try Data(contentsOf: Self.root.appending(path: "Profiles/\(name).yaml"))
        let source = Self.root.appending(path: "Sources/MayflyProfiles/BuiltInProfiles+\(type).swift")
        let expected = Self.source(embedding: String(decoding: file, as: UTF8.self), name: name, type: type)
        if ProcessInfo.processInfo.environment["MAYFLY_RECORD"] == "1" {
            try Data(expected.utf8).write(to: source)
            Issue.record("recorded \(source.lastPathComponent)")
            return
        }
        #expect(try String(contentsOf: source, encoding: .utf8) == expected)
        #expect(BuiltInProfiles.files.first { $0.name == "\(name).yaml" }?.bytes == Array(file))
    }

    @Test func `are right`() throws {
        let profiles = try Fixture.profiles(BuiltInProfiles.files)
        #expect(profiles.map(\.name.text) == ["python-data", "standard", "strict"])
    }

    @Test func `differ as their summaries say`() throws {
        let profiles = try Fixture.profiles(BuiltInProfiles.files)
        let standard = try #require(profiles.first { $0.name.text == "standard" })
        let strict = try #require(profiles.first { $0.name.text == "strict" })
        #expect([standard.onOutputLimit, standard.onDiskLimit, standard.onPIDsLimit] == [.report, .report, .report])
        #expect([strict.onOutputLimit, strict.onDiskLimit, strict.onPIDsLimit] == [.end, .end, .end])
        #expect(strict.limits.exceeding(standard.limits).isEmpty)
        #expect(standard.executableScratch && !strict.executableScratch)
        #expect(strict.systemCalls == .builtIn(.strict) && standard.systemCalls == .builtIn(.standard))
        #expect(standard.runtimes[.python] == Runtime(path: "/usr/bin/python3", flags: ["-I", "-B"]))
    }

    /// Where both are used up at once, either could be the reason.
    @Test func `leave no doubt whether a busy loop is ended by the wall clock or by its processor time`() throws {
        for profile in try Fixture.profiles(BuiltInProfiles.files) {
            let limits = profile.limits
            let most = limits.wall * Int(limits.cpus.millicpus) / 1000
            #expect(abs((most - limits.cpuTime) / .seconds(1)) >= 1, "\(profile.name)")
        }
    }

    @Test func `give a reason for every value`() {
        for file in BuiltInProfiles.files {
            let lines = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n").drop { $0 != "spec:" }
            let bare = lines.filter { line in
                let isValue = line.contains(": ") || line.contains("- /etc") || line.contains("- L")
                return isValue && !line.contains(" # ")
            }
            #expect(bare.isEmpty, "\(file.name): \(bare)")
        }
    }

    private static func source(embedding text: String, name: String, type: String) -> String {
        let variable = type.prefix(1).lowercased() + type.dropFirst()
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        let body = lines.map { $0.isEmpty ? "\n" : "        \($0)\n" }.joined()
        return "extension BuiltInProfiles {\n    /// `Profiles/\(name).yaml`.\n    static let \(variable) = #\"\"\"\n"
            + body + "\n        \"\"\"#\n}\n"
    }
}
