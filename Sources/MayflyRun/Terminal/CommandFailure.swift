/// Why a command failed, and what to do next.
package struct CommandFailure: Error, Hashable, Sendable {
    package var status: ExitStatus
    /// One line: the action, its subject and the reason for the failure.
    package var message: String
    /// Lines that say what to do, as whole commands where possible.
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

    /// The text for standard error.
    package var text: String {
        (["mayfly: " + Escape.line(message)] + advice.map { "  " + Escape.line($0) }).joined(separator: "\n")
    }
}
