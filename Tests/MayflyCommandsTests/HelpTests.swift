import ArgumentParser
import MayflyTestSupport
import Testing

@testable import MayflyCommands

/// What `mayfly help …` prints: every command, with every option.
@Suite("The help of a command") struct HelpTests {
    /// So many characters on a line, whatever the terminal of the test has.
    private static let columns = 100
    /// What stands before an explanation.
    private static let indent = String(repeating: " ", count: 26)

    /// The first level of commands, by name; `mayfly` is the root itself.
    static let names = ["mayfly"] + MayflyCommand.configuration.subcommands.map(name)

    private static func name(_ command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? "\(command)"
    }

    /// A command and everything below it, in the order of its own help.
    private static func helps(_ command: any ParsableCommand.Type, _ path: String) -> [(path: String, text: String)] {
        let text = MayflyCommand.helpMessage(for: command, columns: columns)
        return [(path, text)]
            + command.configuration.subcommands.flatMap { helps($0, "\(path) \(name($0))") }
    }

    @Test(arguments: names) func `is the one that was looked at`(name: String) throws {
        let found =
            name == "mayfly"
            ? [(path: "mayfly", text: MayflyCommand.helpMessage(columns: Self.columns))]
            : Self.helps(
                try #require(MayflyCommand.configuration.subcommands.first { Self.name($0) == name }),
                "mayfly \(name)"
            )
        for (path, text) in found {
            let words = path.split(separator: " ").dropFirst().joined(separator: " ")
            #expect(text.contains("USAGE: mayfly \(words)"), "\(path)")
            #expect(text.hasPrefix("OVERVIEW: "), "\(path) says what it is for")
        }
        let text = found.map { "$ \($0.path) --help\n\($0.text)\n" }.joined(separator: "\n")
        try expectGolden(text, "help-\(name).txt")
    }

    @Test func `says what every option and argument is for`() throws {
        var explained = 0
        for command in MayflyCommand.configuration.subcommands {
            for (path, text) in Self.helps(command, "mayfly") {
                var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
                while let line = lines.popFirst() {
                    guard line.hasPrefix("  -") || line.hasPrefix("  <") else { continue }
                    let isExplained =
                        !line.dropFirst(Self.indent.count).isEmpty || lines.first?.hasPrefix(Self.indent) == true
                    #expect(isExplained, "\(path): \(line)")
                    explained += 1
                }
            }
        }
        #expect(explained > 100, "so many there are at least")
    }

    /// docs/cli.md says so.
    @Test func `offers --format, but for the commands of bundle`() throws {
        for command in MayflyCommand.configuration.subcommands {
            // What is no command itself, but has some.
            for (path, text) in Self.helps(command, "mayfly \(Self.name(command))") where !text.contains("SUBCOMMANDS:")
            {
                #expect(text.contains("--format") == !path.hasPrefix("mayfly bundle "), "\(path)")
            }
        }
    }
}
