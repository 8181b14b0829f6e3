internal import Glibc
internal import LinuxSystem

/// Ends children that are no longer needed, without waiting long for any of them.
///
/// The kernel may hold even a killed process for any time, and the warden's only thread must not be held with it.
package final class Reaper {
    /// How long the warden waits for the end of a child, in milliseconds, before it goes on without that.
    private static let patience: CInt = 100

    /// Killed children that had not ended in that time.
    private var left: [Child] = []

    package init() {}

    /// How many killed children have not ended yet.
    package var count: Int { left.count }

    /// Kills a child and reaps it, now or in a later ``reap()``.
    package func end(_ child: Child) {
        // Fails for a child that has ended already.
        _ = try? child.process.send(signal: SIGKILL)
        guard !Self.reap(child, atMost: Self.patience) else { return }
        StandardError.write(
            "mayfly-warden: process \(child.process.pid) was killed and does not end; it is left to do so"
        )
        left.append(child)
    }

    /// Reaps the children that have ended meanwhile; to be called now and then while there are any.
    package func reap() { left.removeAll { Self.reap($0, atMost: 0) } }

    private static func reap(_ child: Child, atMost milliseconds: CInt) -> Bool {
        do throws(SystemCallError) { return try child.process.wait(atMost: milliseconds) != nil } catch {
            // There is no such child, so that nothing is left to reap.
            return true
        }
    }
}
