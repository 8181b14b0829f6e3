/// What a cell may do next, and what the warden must do about it.
///
/// A pure state machine: it holds no descriptor and makes no system call. It answers every event with actions; the
/// warden's loop performs them, and tests only look at them.
package struct CellLifecycle: Hashable, Sendable {
    /// Where the cell is.
    package enum State: Hashable, Sendable {
        /// Its processes are being made.
        case building
        /// The script runs.
        case running
        /// `SIGTERM` was sent; the grace is running.
        case stopping
        /// Everything in it was killed; the end of pid 1 is awaited.
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
    /// Why the warden ended it; `nil` while it has not.
    package private(set) var cause: EndCause?

    package init() {}

    /// The script is about to run its first instruction.
    package mutating func started() -> [Action] {
        guard state == .building else { return [] }
        state = .running
        return [.armWallTimer]
    }

    /// Something wants the session to end.
    ///
    /// `immediately` means without `SIGTERM` and grace.
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

    /// The grace is over.
    package mutating func graceEnded() -> [Action] {
        guard state == .stopping else { return [] }
        state = .killing
        return [.kill]
    }

    /// The script's main process has ended, or building failed: whatever is left in the cell has to go.
    package mutating func mainEnded() -> [Action] {
        guard state == .building || state == .running || state == .stopping else { return [] }
        state = .killing
        return [.kill]
    }

    /// Pid 1 was reaped: the kernel has killed everything in its pid namespace.
    package mutating func emptied() -> [Action] {
        guard state != .empty else { return [] }
        state = .empty
        return [.release]
    }
}
