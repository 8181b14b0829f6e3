internal import Glibc
internal import LinuxSystem

/// One pipe out of a session, and when it is to be read.
///
/// Many processes that print byte by byte would wake the daemon for each byte, and so use up a processor that is not charged to the
/// session. So a pipe that gave few bytes is left alone for a moment: the kernel gathers what is written meanwhile, and a full pipe
/// makes the writers wait. A pipe that is slow to read is left alone too; see ``CostlyStream``.
struct SessionOutlet {
    /// Fewer bytes than this count as few.
    private static let little = 4096
    /// The length of that moment: a watching person does not notice it, and it does not delay the reading once all writers are gone.
    static let rest: Duration = .milliseconds(2)

    let stream: SessionStream
    let end: OwnedEnd
    private var restsUntil: Instant?
    private var costly = CostlyStream()

    init(_ stream: SessionStream, _ end: OwnedEnd) {
        self.stream = stream
        self.end = end
    }

    /// For how long the pipe is still left alone at `now`; `nil` if it is to be read.
    func rest(at now: Instant) -> Duration? {
        guard let restsUntil, restsUntil > now else { return nil }
        return restsUntil - now
    }

    /// Notes that `count` bytes were read at `now`.
    ///
    /// - Parameters:
    ///   - count: 0 if another reader took the bytes first, which a script may do again and again.
    ///   - cost: The processor time that the reading took.
    mutating func gave(_ count: Int, at now: Instant, cost: Duration = .zero) {
        let rest = max(count < Self.little ? Self.rest : .zero, costly.rest(after: cost, at: now))
        restsUntil = rest > .zero ? now + rest : nil
    }

    /// The request for poll(2); while the pipe is left alone it asks for no input, but the pipe's end is always reported.
    func polled(at now: Instant) -> pollfd {
        pollfd(fd: end.descriptor.number, events: rest(at: now) == nil ? Int16(POLLIN) : 0, revents: 0)
    }
}
