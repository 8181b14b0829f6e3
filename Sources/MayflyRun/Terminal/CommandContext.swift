internal import Glibc

/// The surroundings of a command: its outputs, its environment and the clock.
package struct CommandContext: Sendable {
    package var output: OutputSink
    package var errors: OutputSink
    package var environment: [String: String]
    /// Seconds since 1970, for ages in tables.
    package var now: @Sendable () -> Int64

    package init(
        output: OutputSink,
        errors: OutputSink,
        environment: [String: String],
        now: @escaping @Sendable () -> Int64
    ) {
        self.output = output
        self.errors = errors
        self.environment = environment
        self.now = now
    }

    /// The process's own streams and environment.
    package static let process = CommandContext(
        output: OutputSink(descriptor: STDOUT_FILENO),
        errors: OutputSink(descriptor: STDERR_FILENO),
        environment: ProcessEnvironment.variables,
        now: { Int64(time(nil)) }
    )

    /// Prints a line for people, only if standard error is a terminal, and never within a result.
    ///
    /// Control characters in it are shown as escapes.
    package func hint(_ text: String) {
        guard errors.isTerminal else { return }
        // A hint that cannot be printed must not fail the command.
        try? errors.line(Escape.line(text))
    }
}
