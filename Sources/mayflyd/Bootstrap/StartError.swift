internal import LinuxSystem

/// Why the daemon does not start: what failed, where, and what to do.
struct StartError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    init(_ doing: String, _ error: SystemCallError, hint: String? = nil) {
        self.description = "cannot \(doing): \(error)" + (hint.map { "; \($0)" } ?? "")
    }
}

/// Runs a step of the start; an error names the step.
func step<Result: ~Copyable>(
    _ doing: String,
    hint: String? = nil,
    _ body: () throws(SystemCallError) -> Result
) throws(StartError) -> Result {
    do throws(SystemCallError) {
        return try body()
    } catch {
        throw StartError(doing, error, hint: hint)
    }
}
