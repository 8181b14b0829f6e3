internal import ArgumentParser
internal import MayflyCore
internal import MayflyRun

/// A word in the place of a command's name that names no command.
struct UnknownCommand {
    /// The most names that are proposed instead.
    private static let mostNames = 6

    /// The commands before the word, for example `script`.
    private let path: [String]
    private let word: String
    /// The commands that can stand in its place.
    private let siblings: [any ParsableCommand.Type]

    /// Finds the first word that should be a command but is none; `nil` if there is none.
    init?(in arguments: [String]) {
        var command: any ParsableCommand.Type = MayflyCommand.self
        var path: [String] = []
        for word in arguments.first == "help" ? arguments.dropFirst() : arguments[...] {
            let children = command.configuration.subcommands
            // A command with a default subcommand accepts any word.
            guard !children.isEmpty, command.configuration.defaultSubcommand == nil, !word.hasPrefix("-") else {
                return nil
            }
            guard let child = children.first(where: { Self.name(of: $0) == word }) else {
                // `help` is itself a word that has help.
                if path.isEmpty, word == "help" { return nil }
                (self.path, self.word, siblings) = (path, word, children)
                return
            }
            command = child
            path.append(word)
        }
        return nil
    }

    /// The message for the user.
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

    /// The most similar names: of commands in this place, else of any command.
    private var nearest: [String] {
        let here = Self.nearest(to: word, among: siblings.map { (path + [Self.name(of: $0)], Self.name(of: $0)) })
        return here.isEmpty ? Self.nearest(to: word, among: Self.all(below: MayflyCommand.self, [])) : here
    }

    /// Every command, as the words that name it and the last of them.
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
