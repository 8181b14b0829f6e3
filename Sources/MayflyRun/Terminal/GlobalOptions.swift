package import ArgumentParser
package import MayflyClient

/// Options that all commands share.
package struct GlobalOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The daemon's socket; else MAYFLY_SOCKET, else the standard place.", valueName: "path"))
    package var socket: String?

    @Option(help: "How results are printed: table for people, json or jsonl for programs.")
    package var format = OutputFormat.table

    @Option(help: "When colour is used: auto, always or never.")
    package var color = Style.Choice.auto

    package init() {}

    /// The client for the chosen socket.
    package func client(in context: CommandContext) -> DaemonClient {
        DaemonClient(SocketLocation(option: socket, environment: context.environment))
    }

    /// The style for standard output.
    package func style(in context: CommandContext) -> Style {
        Style(color, isTerminal: context.output.isTerminal, environment: context.environment)
    }
}

/// The format of results.
package enum OutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// Columns or lines, for people.
    case table
    /// One JSON document.
    case json
    /// One JSON document per line and item.
    case jsonl
}

extension Style.Choice: ExpressibleByArgument {}
