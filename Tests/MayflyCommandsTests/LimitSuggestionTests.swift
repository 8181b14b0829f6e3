import MayflyCommands
import MayflyCore
import MayflyJSON
import Testing

@Suite("Suggested limits")
struct LimitSuggestionTests {
    private let profile: JSON = .object([
        "wall": .string("30s"), "cpu_time": .string("20s"), "cpus": .string("1"), "memory": .string("256Mi"),
        "pids": .string("64"), "disk": .string("64Mi"), "inodes": .string("4096"), "open_files": .string("256"),
        "output": .string("1Mi"), "artifacts": .string("16Mi"), "artifact_count": .string("100"),
    ])

    private func session(memory: String = "33554433", wall: String = "1234.5", pids: String = "3") -> JSON {
        .object([
            "usage": .object([
                "wall_ms": .number(wall), "cpu_ms": .number("70"), "memory_peak_bytes": .number(memory),
                "pids_peak": .number(pids), "disk_bytes": .number("0"), "disk_inodes": .number("5"),
                "output_bytes": .number("100000"),
            ]),
            "artifacts": .array([.object(["bytes": .number("1000")])]),
        ])
    }

    private func suggested(_ sessions: [JSON]) -> [LimitName: String] {
        let lines = LimitSuggestion(profile: profile, sessions: sessions).lines
        return Dictionary(uniqueKeysWithValues: lines.map { ($0.limit, $0.suggested) })
    }

    @Test func `are the highest values with half as much again, rounded up`() {
        #expect(
            suggested([session(memory: "1000"), session()]) == [
                .wall: "1900ms", .cpuTime: "200ms", .memory: "49Mi", .pids: "8", .disk: "1Mi", .inodes: "16",
                .output: "160Ki", .artifacts: "16Ki", .artifactCount: "8",
            ]
        )
    }

    @Test func `are in whole seconds from ten seconds on, and never above the profile's`() {
        #expect(suggested([session(wall: "7001")])[.wall] == "11s")
        #expect(suggested([session(wall: "29000")])[.wall] == "30s")
        #expect(suggested([session(memory: "268435456")])[.memory] == "256Mi")
        #expect(suggested([session(pids: "1000000")])[.pids] == "64")
    }

    @Test func `are none for what was not measured in every run`() {
        let blind: JSON = .object(["usage": .object(["wall_ms": .number("5")])])
        let found = suggested([session(), blind])
        #expect(found[.memory] == nil)
        #expect(found[.cpus] == nil && found[.openFiles] == nil)
        #expect(found[.wall] == "1900ms")
    }

    @Test func `are lines to change in the profile, with what they were`() {
        let yaml = LimitSuggestion(profile: profile, sessions: [session()]).yaml(profile: "standard")
        #expect(
            yaml.prefix(4) == [
                "# lines to change in standard.yaml", "spec:", "  limits:",
                "    wall: 1900ms # was 30s, observed 1235ms",
            ]
        )
        #expect(yaml.contains("    cpuTime: 200ms # was 20s, observed 70ms"))
        #expect(!yaml.contains { $0.hasPrefix("-") || $0.hasPrefix("+") }, "no diff that could not be applied")
    }
}
