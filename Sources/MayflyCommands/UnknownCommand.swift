internal import ArgumentParser
internal import MayflyCore
internal import MayflyRun

/// A word where a command's name belongs that is the name of none.
struct UnknownCommand {
    /// The most names that are proposed in its place.
    private static let mostNames = 6

    /// The commands before it, for example `script`.
    private let path: [String]
    private let word: String
    /// The commands that can stand in its place.
    private let siblings: [any ParsableCommand.Type]

    /// Looks for the first word that has to be a command and is none; `nil` when there is none.
    init?(in arguments: [String]) {
        var command: any ParsableCommand.Type = MayflyCommand.self
        var path: [String] = []
        for word in arguments.first == "help" ? arguments.dropFirst() : arguments[...] {
            let children = command.configuration.subcommands
            // A command that has one for what is not the name of another takes any word.
            guard !children.isEmpty, command.configuration.defaultSubcommand == nil, !word.hasPrefix("-") else {
                return nil
            }
            guard let child = children.first(where: { Self.name(of: $0) == word }) else {
                // The help has a help of its own.
                if path.isEmpty, word == "help" { return nil }
                (self.path, self.word, siblings) = (path, word, children)
                return
            }
            command = child
            path.append(word)
        }
        return nil
    }

    /// What is said of it.
    var failure: CommandFailure {
        let place = (["mayfly"] + path).joined(separator: " ")
        let names = nearest.map { "'\($0)'" }
        let last = names.dropLast().joined(separator: ", ")
        let proposal =
            names.isEmpty ? "" : "; did you mean \(last.isEmpty ? "" : "\(last) or ")\(names[names.count - 1])?"
        return CommandFailure(
            "unknown command '\((path + [word]).joined(separator: " ").excerpt())'\(proposal)",
            status: .usage,
            advice: ["all commands: \(path.isEmpty ? "mayfly help" : "\(place) --help")"]
        )
    }

    /// The names that are most like it: those in its place, else those of any command.
    private var nearest: [String] {
        let here = Self.nearest(to: word, among: siblings.map { (path + [Self.name(of: $0)], Self.name(of: $0)) })
        return here.isEmpty ? Self.nearest(to: word, among: Self.all(below: MayflyCommand.self, [])) : here
    }

    /// Every command with the words that name it, and the last of them.
    private static func all(below command: any ParsableCommand.Type, _ path: [String]) -> [(
        path: [String], name: String
    )] {
        command.configuration.subcommands.flatMap { child in
            let words = path + [name(of: child)]
            return [(words, name(of: child))] + all(below: child, words)
        }
    }

    private static func name(of command: any ParsableCommand.Type) -> String { command.configuration.commandName ?? "" }

    private static func nearest(to word: String, among names: [(path: [String], name: String)]) -> [String] {
        let distances = names.map { EditDistance.between(word, $0.name) }
        guard let least = distances.min(), least <= min(2, max(1, word.utf8.count / 2)) else { return [] }
        return zip(names, distances).filter { $1 == least }.prefix(mostNames).map { $0.0.path.joined(separator: " ") }
    }
}
