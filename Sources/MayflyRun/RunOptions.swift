package import ArgumentParser
internal import MayflyCore

/// The options of `mayfly run` that determine what the session gets.
package struct RunOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The profile to run under; standard if not given.", valueName: "name")
    )
    package var profile: String?

    @Option(
        help: ArgumentHelp(
            "Tighten a limit, for example memory=64Mi or wall=5s. May be repeated.",
            discussion: "Limits: \(LimitName.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "name=value"
        )
    )
    package var limit: [String] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Set a variable that the profile allows; NAME alone passes yours on.",
            valueName: "name=value"
        )
    )
    package var env: [String] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Give the script a file, in /inputs. May be repeated.", valueName: "file[=name]"),
        completion: .file()
    )
    package var input: [String] = []

    @Option(
        help: ArgumentHelp("Give the script a file, or - for yours, as standard input.", valueName: "file"),
        completion: .file()
    )
    package var stdin: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Attach a label to the session. May be repeated.", valueName: "key=value")
    )
    package var label: [String] = []

    @Option(
        help: ArgumentHelp("Give up when the session's turn has not come after this time.", valueName: "duration")
    )
    package var queueTimeout: String?

    package init() {}
}

extension RunOptions {
    /// A name and a value, in the order on the command line.
    package typealias Pair = (name: String, value: String)

    /// The tightened limits under the daemon's names; `cpuTime` and `cpu-time` mean `cpu_time`.
    package func limits() throws(CommandFailure) -> [Pair] {
        var pairs: [Pair] = []
        for text in limit {
            let (name, value) = try Self.pair(text, option: "--limit", example: "memory=64Mi")
            let folded = name.lowercased().filter { $0 != "_" && $0 != "-" }
            guard let limit = LimitName.allCases.first(where: { $0.rawValue.filter { $0 != "_" } == folded }) else {
                throw Self.usage("--limit \(text): there is no limit '\(name)'", ["limits: \(Self.limitNames)"])
            }
            guard !pairs.contains(where: { $0.name == limit.rawValue }) else {
                throw Self.usage("--limit \(limit.rawValue) is given twice")
            }
            do throws(QuantityError) {
                var limits = SessionLimits.floor
                try limits.set(limit, to: value)
            } catch {
                throw Self.usage("--limit \(text): \(error)")
            }
            pairs.append((limit.rawValue, value))
        }
        return pairs
    }

    /// The variables; a name without a value takes its value from `environment`.
    package func variables(from environment: [String: String]) throws(CommandFailure) -> [Pair] {
        var pairs: [Pair] = []
        for text in env {
            if text.contains("=") {
                pairs.append(try Self.pair(text, option: "--env", example: "LANG=C.UTF-8"))
            } else if let value = environment[text] {
                pairs.append((text, value))
            } else {
                throw Self.usage("--env \(text): \(text) is not set here; write \(text)=VALUE")
            }
        }
        return try Self.unique(pairs, option: "--env")
    }

    package func labels() throws(CommandFailure) -> [Pair] {
        var pairs: [Pair] = []
        for text in label { pairs.append(try Self.pair(text, option: "--label", example: "ticket=4711")) }
        return try Self.unique(pairs, option: "--label")
    }

    /// The input files: the name in `/inputs`, and the local path.
    package func inputs() throws(CommandFailure) -> [Pair] {
        var pairs: [Pair] = []
        for text in input {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let path = parts[0]
            let name = parts.count == 2 ? parts[1] : LocalFile.name(of: path)
            guard BundlePath.accepts(name) else {
                throw Self.usage("--input \(text): '\(name)' is not a plain relative path; write --input FILE=NAME")
            }
            pairs.append((name, path))
        }
        return try Self.unique(pairs, option: "--input")
    }

    private static let limitNames = LimitName.allCases.map(\.rawValue).joined(separator: ", ")

    private static func pair(_ text: String, option: String, example: String) throws(CommandFailure) -> Pair {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty else {
            throw usage("\(option) \(text): write NAME=VALUE, for example \(option) \(example)")
        }
        return (parts[0], parts[1])
    }

    private static func unique(_ pairs: [Pair], option: String) throws(CommandFailure) -> [Pair] {
        for (index, pair) in pairs.enumerated() where pairs[..<index].contains(where: { $0.name == pair.name }) {
            throw usage("\(option) \(pair.name) is given twice")
        }
        return pairs
    }

    private static func usage(_ message: String, _ advice: [String] = []) -> CommandFailure {
        CommandFailure(message, status: .mayfly, advice: advice)
    }
}
