import Foundation

/// A hostile program of `Tests/Probes`, and what its head says of it.
struct Probe: Sendable, CustomStringConvertible {
    /// As whom it must get through without any sandbox.
    enum Control: String {
        case root
        case user
        case none
    }

    let file: URL
    let name: String
    let principle: String
    /// What a session of it may end as: `contained` or verdicts.
    let expected: Set<String>
    let control: Control
    /// `1`, `2-in-turn` or `2-at-once`.
    let runs: String
    let plants: Set<String>
    /// The artifacts it must leave, if it says so; or the most.
    let collects: String?
    /// Whether it does little until a clock ends it.
    let waits: Bool

    var description: String { "\(principle) \(name)" }

    /// Where they are.
    static let directory = URL(filePath: #filePath).appending(path: "../../../Probes").standardizedFileURL

    /// All of them, by name.
    static func all() throws -> [Probe] {
        try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
            .filter { ["py", "sh", "c"].contains($0.pathExtension) }
            .sorted { $0.path() < $1.path() }
            .map(Probe.init)
    }

    /// All of them, in turn: each alone, but for those that do little until a clock ends them.
    static func turns() throws -> [[Probe]] {
        let probes = try all()
        return probes.filter { !$0.waits }.map { [$0] } + [probes.filter(\.waits)]
    }

    /// A head that lacks something.
    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    private init(_ file: URL) throws {
        let lines = try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        var head: [String: String] = [:]
        for line in lines.map({ $0.drop { "#/ ".contains($0) } }).prefix(while: { $0 != "end" }) {
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2 else { throw Malformed(description: "\(file.lastPathComponent): \(line)") }
            head[parts[0]] = parts[1]
        }
        func value(_ key: String) throws -> String {
            guard let value = head[key] else { throw Malformed(description: "\(file.lastPathComponent): no \(key)") }
            return value
        }
        self.file = file
        name = try value("probe")
        principle = try value("principle")
        expected = Set(try value("expect").split(separator: "|").map(String.init))
        let word = try value("control").prefix { $0 != " " }
        guard let control = Control(rawValue: String(word)), name == file.deletingPathExtension().lastPathComponent
        else {
            throw Malformed(description: "\(file.lastPathComponent): control \(word) of \(name)")
        }
        self.control = control
        runs = head["runs"] ?? "1"
        plants = Set((head["plants"] ?? "").split(separator: " ").map(String.init))
        collects = head["collects"]
        waits = head["waits"] == "yes"
    }

    /// The one file that is run, under the name that says how.
    func program(in directory: URL) throws -> URL {
        let target = directory.appending(path: file.pathExtension == "c" ? "main" : "main.\(file.pathExtension)")
        if file.pathExtension == "c" {
            let arguments = ["-static", "-O1", "-o", target.path(), file.path()]
            let compiled = try runProgram("/usr/bin/gcc", arguments)
            guard compiled.status == 0 else { throw Malformed(description: "\(name): \(compiled.errors)") }
        } else {
            try FileManager.default.copyItem(at: file, to: target)
        }
        return target
    }

    /// What it said: the last line of its output.
    static func lastLine(of output: String) -> String {
        output.split(separator: "\n").last.map(String.init) ?? ""
    }
}
