import Foundation
import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// Each probe here gets through in a cell that lacks exactly one protection, and in no whole cell.
    @Suite("A protection alone")
    struct SingleProtectionTests {
        /// A principle, a probe of it, and the protection without which the probe gets through.
        struct Control: Sendable, CustomTestStringConvertible {
            let principle: String
            let probe: String
            let protection: String

            var testDescription: String { "\(principle) \(probe), without \(protection)" }
        }

        /// The rows of `Tests/Probes/CONTROLS.md`.
        static let rows: [[String]] = {
            let text = (try? String(contentsOf: probes.appending(path: "CONTROLS.md"), encoding: .utf8)) ?? ""
            return text.split(separator: "\n").filter { $0.hasPrefix("| P") }.map { line in
                line.split(separator: "|").map { $0.trimmingCharacters(in: [" ", "`"]) }
            }
        }()

        private static let probes = URL(filePath: #filePath).appending(path: "../../Probes").standardizedFileURL

        static let controls: [Control] = rows.filter { $0.count == 4 && $0[2] != "none" }
            .map { Control(principle: $0[0], probe: $0[1], protection: $0[2]) }

        @Test func `or a reason why there can be none is written down for every principle`() {
            let principles = Set(Self.rows.compactMap(\.first))
            for number in 1...25 { #expect(principles.contains("P" + (number < 10 ? "0" : "") + "\(number)")) }
            #expect(principles.count == 25)
            #expect(Self.controls.count >= 20)
            for row in Self.rows { #expect(row.count == 4 && row[3].count > 8, "\(row)") }
        }

        @Test(arguments: controls) func `is what stops a probe`(control: Control) throws {
            try check(control, isAhead: false)
        }

        @Test(arguments: controls) func `is what stops a probe in a cell that was built ahead`(control: Control) throws
        {
            try check(control, isAhead: true)
        }

        private func check(_ control: Control, isAhead: Bool) throws {
            let planted = "/var/tmp/mayfly-canary"
            try FileManager.default.createDirectory(atPath: planted, withIntermediateDirectories: true)
            try Data("word".utf8).write(to: URL(filePath: "\(planted)/file"))
            defer { try? FileManager.default.removeItem(atPath: planted) }
            let profiles = ["shut": isAhead ? TestProfile.ahead("cells: 1, python: 1") : TestProfile.roomy]
            let shut = try run(control, isAhead, on: TestWarden(profiles: profiles))
            #expect(!shut.contains("ESCAPED"), "in a whole cell: \(shut)")
            let open = try run(control, isAhead, on: TestWarden(profiles: profiles, without: control.protection))
            #expect(open.contains("ESCAPED \(control.probe)"), "without \(control.protection): \(open)")
        }

        private func run(_ control: Control, _ isAhead: Bool, on warden: TestWarden) throws -> String {
            if isAhead { try warden.awaitAhead(2) }
            let python = Self.probes.appending(path: "\(control.probe).py")
            let kind = FileManager.default.fileExists(atPath: python.path()) ? "py" : "sh"
            let file = Self.probes.appending(path: "\(control.probe).\(kind)")
            let text = try String(contentsOf: file, encoding: .utf8)
            var launch = try TestLaunch(text, entry: "main.\(kind)")
            launch.request.limits.memory = .mebibytes(128)
            launch.request.limits.wall = .seconds(60)
            let ended = try warden.run(launch)
            #expect((ended.report.control("built_ahead") != nil) == isAhead)
            return "\(ended.output) \(ended.report.verdict.name.rawValue) \(ended.report.verdict.evidence)"
        }
    }
}
