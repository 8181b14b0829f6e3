/// Identifies one state of one file: while the identity is equal and settled, so are the bytes.
package struct FileIdentity: Hashable, Sendable {
    /// How long before the check the file was changed last.
    private enum Age: Hashable, Sendable {
        case past
        case recent
        /// The change seems to be in the future, because the clock was set back since.
        case future
    }

    private let device: UInt64
    private let inode: UInt64
    private let size: UInt64
    private let modified: Int64
    private let changed: Int64
    private let age: Age

    /// File times advance in steps, on some file systems of a whole second: two changes within a step have the same time.
    private static let step: Int64 = 1_000_000_000

    /// - Parameter now: Whole seconds since 1970, in nanoseconds, read before the status.
    package init(_ status: FileStatus, at now: Int64) {
        device = status.device
        inode = status.inode
        size = status.size
        modified = status.modified
        changed = status.changed
        age =
            if changed < now - Self.step { .past } else if changed > now + 2 * Self.step { .future } else { .recent }
    }

    /// Whether every later change gives another identity, because the last change is more than a step of the clock away.
    ///
    /// A change gets the current time of the clock. If the last change is in the past, no later one can have its time. If it is in
    /// the future, none can until the clock gets there; then the age makes this another identity, and the bytes are read again. Only
    /// a clock that is set back to exactly the time of the last change could hide one.
    package var isSettled: Bool { age != .recent }
}
