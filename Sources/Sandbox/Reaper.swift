internal import Glibc
internal import LinuxSystem

/// Ends children that nobody needs any more, and waits for none of them for long.
///
/// The kernel may hold a process, also one that was killed, for as long as it likes: the warden's one thread must not wait
/// with it.
package final class Reaper {
    /// How long a child may take to end, in milliseconds, before others are heard again.
    private static let patience: CInt = 100

    /// Those that were killed, and had not ended when they were waited for.
    private var left: [Child] = []

    package init() {}

    /// How many were killed and have not ended.
    package var count: Int { left.count }

    /// Kills a child and reaps it: now, or in a later ``reap()``.
    package func end(_ child: Child) {
        // One that has ended already need not be killed.
        _ = try? child.process.send(signal: SIGKILL)
        guard !Self.reap(child, atMost: Self.patience) else { return }
        StandardError.write(
            "mayfly-warden: process \(child.process.pid) was killed and does not end; it is left to do so"
        )
        left.append(child)
    }

    /// Reaps those that have ended meanwhile; to be called now and then while there are any.
    package func reap() { left.removeAll { Self.reap($0, atMost: 0) } }

    private static func reap(_ child: Child, atMost milliseconds: CInt) -> Bool {
        do throws(SystemCallError) { return try child.process.wait(atMost: milliseconds) != nil } catch {
            // There is no such child: nothing is left to reap.
            return true
        }
    }
}
