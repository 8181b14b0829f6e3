/// Why a command could not do what was asked, and what to do next.
package struct CommandFailure: Error, Hashable, Sendable {
    package var status: ExitStatus
    /// One line: what was tried, on what, why not.
    package var message: String
    /// Lines that say what to do; whole commands where there are some.
    package var advice: [String]

    package init(_ message: String, status: ExitStatus = .failure, advice: [String] = []) {
        self.status = status
        self.message = message
        self.advice = advice
    }

    /// The same failure with another exit status.
    package func exiting(with status: ExitStatus) -> CommandFailure {
        CommandFailure(message, status: status, advice: advice)
    }

    /// What is printed on standard error.
    package var text: String {
        (["mayfly: " + Escape.line(message)] + advice.map { "  " + Escape.line($0) }).joined(separator: "\n")
    }
}
