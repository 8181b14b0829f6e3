import Foundation
import MayflyCore
import MayflyProfiles
import SandboxPlan
import Testing

/// What docs/reference.md has a row for, by the code.
@Suite("The reference") struct ReferenceTests {
    private static func text() throws -> String {
        let file = URL(filePath: #filePath).appending(path: "../../../docs/reference.md").standardizedFileURL
        return try String(contentsOf: file, encoding: .utf8)
    }

    @Test func `has the least and the most of every limit`() throws {
        let text = try Self.text()
        for name in LimitName.allCases {
            let (least, most) = (SessionLimits.floor.text(of: name), SessionLimits.ceiling.text(of: name))
            let row = "\n| `\(name.profileKey)` | \(least) | \(most) |\n"
            #expect(text.contains(row), "\(row)")
        }
    }

    @Test func `has every stage of building a cell`() throws {
        let text = try Self.text()
        for stage in SetupStage.allCases { #expect(text.contains("\n| `\(stage.name)` | "), "\(stage.name)") }
    }

    @Test func `has every rule of evidence`() throws {
        let text = try Self.text()
        for rule in ApprovalRefusal.Rule.allCases {
            #expect(text.contains("\n| `\(rule.rawValue)` | "), "\(rule.rawValue)")
        }
    }
}
