/// The states of a cell, and what the warden must do when an event occurs.
///
/// A pure state machine without descriptors and system calls: it answers every event with actions, which the warden's loop performs
/// and tests examine.
package struct CellLifecycle: Hashable, Sendable {
    /// The state of a cell.
    package enum State: Hashable, Sendable {
        /// Its processes are being made.
        case building
        /// The script runs.
        case running
        /// `SIGTERM` was sent, and the grace period is running.
        case stopping
        /// All processes were killed, and the end of pid 1 is awaited.
        case killing
        /// No process is left.
        case empty
    }

    /// What the warden's loop must do now.
    package enum Action: Hashable, Sendable {
        case armWallTimer
        case armGraceTimer
        case terminate
        case kill
        case release
    }

    package private(set) var state: State = .building
    /// Why the warden ended the cell; `nil` if it has not.
    package private(set) var cause: EndCause?

    package init() {}

    /// The script is about to run its first instruction.
    package mutating func started() -> [Action] {
        guard state == .building else { return [] }
        state = .running
        return [.armWallTimer]
    }

    /// The session has to end.
    ///
    /// - Parameter immediately: Whether to kill it without `SIGTERM` and grace period.
    package mutating func end(_ cause: EndCause, immediately: Bool) -> [Action] {
        switch state {
        case .building:
            self.cause = self.cause ?? cause
            state = .killing
            return [.kill]
        case .running:
            self.cause = cause
            state = immediately ? .killing : .stopping
            return immediately ? [.kill] : [.terminate, .armGraceTimer]
        case .stopping where immediately:
            state = .killing
            return [.kill]
        case .stopping, .killing, .empty:
            return []
        }
    }

    /// The grace period is over.
    package mutating func graceEnded() -> [Action] {
        guard state == .stopping else { return [] }
        state = .killing
        return [.kill]
    }

    /// The script's main process has ended, or building failed, so that everything left in the cell must be killed.
    package mutating func mainEnded() -> [Action] {
        guard state == .building || state == .running || state == .stopping else { return [] }
        state = .killing
        return [.kill]
    }

    /// Pid 1 has ended, so that the kernel has killed everything in its pid namespace, or it was given up.
    package mutating func emptied() -> [Action] {
        guard state != .empty else { return [] }
        state = .empty
        return [.release]
    }
}
