internal import LinuxSystem
internal import Logging

/// Tells the service manager the state of the daemon, if the manager wants to know it.
struct StateNotice: Sendable {
    let manager: ServiceManager?
    let logger: Logger

    /// Announces that sessions can run from now on.
    func isReady() { tell("READY=1\nSTATUS=ready to run sessions") }

    /// Announces that the daemon ends its sessions, and then itself.
    func isStopping() { tell("STOPPING=1\nSTATUS=ending its sessions") }

    /// Sends a message; a failure is no reason to end, since the manager decides what follows.
    private func tell(_ message: String) {
        do throws(SystemCallError) { try manager?.tell(message) } catch {
            logger.warning("the service manager cannot be told", metadata: ["error": "\(error)"])
        }
    }
}
