internal import CLinux
internal import Glibc

/// The descendants that a dead child leaves: they become children of the nearest process that adopts them, else of the host's pid 1.
package enum Orphans {
    /// Makes this process adopt what its descendants leave: PR_SET_CHILD_SUBREAPER in prctl(2).
    ///
    /// This survives a change of user, and is not inherited by children.
    package static func adopt() throws(SystemCallError) {
        try syscall("prctl", on: "PR_SET_CHILD_SUBREAPER") { clinux_prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) }
    }

    /// Waits until this process has no children, adopted ones included, and reaps them all.
    ///
    /// Only for the end of a process, since it takes the exit status of every child.
    ///
    /// - Returns: Whether none is left within that time.
    package static func reapAll(atMost time: Duration) -> Bool {
        let deadline = Instant.now + time
        while true {
            do throws(SystemCallError) {
                guard try ProcessHandle.reapAny() == nil else { continue }
            } catch {
                return error.errno == .noChild
            }
            if Instant.now > deadline { return false }
            _ = usleep(5_000)
        }
    }
}
