internal import Glibc
internal import LinuxSystem

/// One pipe out of a session, and when it is to be read.
///
/// Whoever prints byte by byte, from many processes at once, would have the daemon wake for each of them, and so take a
/// processor that is not the session's own. So a pipe that gave little is left alone for a moment: the kernel gathers what
/// is written meanwhile, and a full pipe makes the writers wait. So is one that takes long to read, see ``CostlyStream``.
struct SessionOutlet {
    /// What counts as little, in bytes.
    private static let little = 4096
    /// The moment: too short for a person who watches to notice, and nothing is read later for it once writers are gone.
    static let rest: Duration = .milliseconds(2)

    let stream: SessionStream
    let end: OwnedEnd
    private var restsUntil: Instant?
    private var costly = CostlyStream()

    init(_ stream: SessionStream, _ end: OwnedEnd) {
        self.stream = stream
        self.end = end
    }

    /// How long it still rests at `now`; `nil` if it is to be read.
    func rest(at now: Instant) -> Duration? {
        guard let restsUntil, restsUntil > now else { return nil }
        return restsUntil - now
    }

    /// Notes that `count` bytes were read at `now`; 0 where another one has read what there was, who may do so without end.
    ///
    /// - Parameter cost: How much of a processor that took.
    mutating func gave(_ count: Int, at now: Instant, cost: Duration = .zero) {
        let rest = max(count < Self.little ? Self.rest : .zero, costly.rest(after: cost, at: now))
        restsUntil = rest > .zero ? now + rest : nil
    }

    /// What poll(2) is to wait for: while it rests, its end alone, which is always told.
    func polled(at now: Instant) -> pollfd {
        pollfd(fd: end.descriptor.number, events: rest(at: now) == nil ? Int16(POLLIN) : 0, revents: 0)
    }
}
