internal import LinuxSystem
internal import Logging

/// Tells who has started the daemon how it stands, where they want to hear it.
struct StateNotice: Sendable {
    let manager: ServiceManager?
    let logger: Logger

    /// Says that sessions can run from now on.
    func isReady() { tell("READY=1\nSTATUS=ready to run sessions") }

    /// Says that the daemon ends its sessions, and then itself.
    func isStopping() { tell("STOPPING=1\nSTATUS=ending its sessions") }

    /// That it is not heard is no reason to end: the manager decides what it makes of it.
    private func tell(_ message: String) {
        do throws(SystemCallError) { try manager?.tell(message) } catch {
            logger.warning("the service manager cannot be told", metadata: ["error": "\(error)"])
        }
    }
}
