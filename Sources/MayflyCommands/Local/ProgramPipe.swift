internal import Glibc
internal import MayflyRun

/// A pipe through which a program says something, and what was read of it.
struct ProgramPipe {
    /// Why nothing more is read.
    enum End {
        /// The program, and whatever it has started, has closed its ends.
        case closed
        /// One pipe had more than is kept.
        case full
        /// The time is over.
        case late
    }

    /// The end for the program; -1 when this process has closed it.
    private(set) var writing: Int32
    /// -1 when it is closed.
    private var reading: Int32
    /// One byte more than the bound, where there was more.
    private var bytes: [UInt8] = []
    private let bound: Int

    /// - Parameter bound: The most bytes that are kept.
    /// - Throws: ``CommandFailure`` when this process can have no more descriptors.
    init(atMost bound: Int) throws(CommandFailure) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw CommandFailure("cannot make a pipe: \(SystemText.error(errno))") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (reading, writing, self.bound) = (ends[0], ends[1], bound)
    }

    /// Whether the program said more than is kept.
    var isCut: Bool { bytes.count > bound }

    /// What was read, up to the bound.
    var kept: [UInt8] { isCut ? Array(bytes.prefix(bound)) : bytes }

    /// Reads pipes at once, after a program has got their other ends: it would wait for the reader of one that is full.
    ///
    /// - Parameter deadline: `nil` waits for as long as it takes.
    static func read(_ pipes: inout [ProgramPipe], until deadline: ContinuousClock.Instant?) -> End {
        for index in pipes.indices { pipes[index].closeWriting() }
        while true {
            let unread = pipes.indices.filter { pipes[$0].reading >= 0 }
            guard !unread.isEmpty else { return .closed }
            let left = deadline.map(milliseconds) ?? -1
            guard left != 0 else { return .late }
            var waiting = unread.map { pollfd(fd: pipes[$0].reading, events: Int16(POLLIN), revents: 0) }
            _ = poll(&waiting, nfds_t(waiting.count), left)
            for (index, state) in zip(unread, waiting) where state.revents != 0 { pipes[index].readPiece() }
            if pipes.contains(where: \.isCut) { return .full }
        }
    }

    /// Closes both ends.
    mutating func close() {
        closeWriting()
        if reading >= 0 { _ = Glibc.close(reading) }
        reading = -1
    }

    private mutating func closeWriting() {
        if writing >= 0 { _ = Glibc.close(writing) }
        writing = -1
    }

    /// Takes what has come, and closes the pipe at its end.
    private mutating func readPiece() {
        var piece = [UInt8](repeating: 0, count: min(1 << 16, bound + 1 - bytes.count))
        let count = Glibc.read(reading, &piece, piece.count)
        if count < 0, errno == EINTR { return }
        bytes += piece.prefix(max(count, 0))
        if count <= 0 { close() }
    }

    /// How long it is until then, rounded up; 0 when it is over.
    private static func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
        let left = ContinuousClock.now.duration(to: deadline)
        return left > .zero ? Int32(clamping: Int64(left / Duration.milliseconds(1)) + 1) : 0
    }
}
