/// What tells one state of one file from every other: when it is the same, so are the bytes.
package struct FileIdentity: Hashable, Sendable {
    /// When the last change was, seen from the look at the file.
    private enum Age: Hashable, Sendable {
        case past
        case recent
        /// The clock was set back since.
        case future
    }

    private let device: UInt64
    private let inode: UInt64
    private let size: UInt64
    private let modified: Int64
    private let changed: Int64
    private let age: Age

    /// File times go on in steps of a few milliseconds, on some file systems of a second: two changes within one step look like one.
    private static let step: Int64 = 1_000_000_000

    /// - Parameter now: Whole seconds since 1970, in nanoseconds, from before the status was asked for.
    package init(_ status: FileStatus, at now: Int64) {
        device = status.device
        inode = status.inode
        size = status.size
        modified = status.modified
        changed = status.changed
        age =
            if changed < now - Self.step { .past } else if changed > now + 2 * Self.step { .future } else { .recent }
    }

    /// Whether a change from then on shows: the last one is further from it than a step of the clock.
    ///
    /// A change gets the time of the clock when it is made. Where the last one is of the past, no later one has its time. Where it
    /// is of the future, none has as long as it still is of the future; once the clock has come there, this is another identity, and
    /// the bytes are read again. Only a clock that is set back to the very time of the last change could hide one.
    package var isSettled: Bool { age != .recent }
}
