package import LinuxSystem
package import SandboxPlan

/// A failed step of building a cell.
package struct SetupError: Error, Hashable, Sendable {
    package let stage: SetupStage
    package let errno: Errno
    /// The call and its subject, for example `move_mount(usr)`.
    package let subject: String

    package init(_ stage: SetupStage, _ error: SystemCallError, during step: String = "") {
        self.stage = stage
        self.errno = error.errno
        self.subject = step.isEmpty ? "\(error.call)(\(error.subject))" : "\(step): \(error.call)(\(error.subject))"
    }

    package init(_ stage: SetupStage, errno: Errno, subject: String) {
        self.stage = stage
        self.errno = errno
        self.subject = subject
    }
}

/// Runs `body`, and labels its error with the stage.
@discardableResult
func atStage<Result: ~Copyable>(
    _ stage: SetupStage,
    _ step: @autoclosure () -> String = "",
    _ body: () throws(SystemCallError) -> Result
) throws(SetupError) -> Result {
    do throws(SystemCallError) {
        return try body()
    } catch {
        throw SetupError(stage, error, during: step())
    }
}
