internal import CLinux
internal import Glibc

/// The processes that a dead child leaves: they are whose who has adopted them, else the host's pid 1's.
package enum Orphans {
    /// Makes this process the parent of what its children leave, theirs included: PR_SET_CHILD_SUBREAPER in prctl(2).
    ///
    /// It stays so whatever user the process becomes; no child inherits it.
    package static func adopt() throws(SystemCallError) {
        try syscall("prctl", on: "PR_SET_CHILD_SUBREAPER") { clinux_prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) }
    }

    /// Waits until this process has no child any more, adopted ones included, and reaps them all.
    ///
    /// For the end of a process: it takes the exit status of every child.
    ///
    /// - Returns: Whether none is left, within that time.
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
