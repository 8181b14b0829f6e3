internal import Glibc
internal import MayflyRun

/// A pipe for the output of a program, and the bytes that were read from it.
struct ProgramPipe {
    /// Why reading ended.
    enum End {
        /// The program and all programs that it started have closed their ends.
        case closed
        /// One pipe had more bytes than the bound.
        case full
        /// The deadline has passed.
        case late
    }

    /// The end for the program; -1 once this process has closed it.
    private(set) var writing: Int32
    /// The end for this process; -1 once it is closed.
    private var reading: Int32
    /// The bytes read; one byte more than the bound if there were more.
    private var bytes: [UInt8] = []
    private let bound: Int

    /// - Parameter bound: The most bytes to keep.
    /// - Throws: ``CommandFailure`` when this process can open no more descriptors.
    init(atMost bound: Int) throws(CommandFailure) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw CommandFailure("cannot make a pipe: \(SystemText.error(errno))") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (reading, writing, self.bound) = (ends[0], ends[1], bound)
    }

    /// Whether the program printed more than the bound.
    var isCut: Bool { bytes.count > bound }

    /// The bytes that were read, up to the bound.
    var kept: [UInt8] { isCut ? Array(bytes.prefix(bound)) : bytes }

    /// Reads several pipes at the same time once a program has their other ends: a program would block on a full pipe.
    ///
    /// - Parameter deadline: `nil` waits without limit.
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

    /// Reads the available bytes, and closes the pipe at its end.
    private mutating func readPiece() {
        var piece = [UInt8](repeating: 0, count: min(1 << 16, bound + 1 - bytes.count))
        let count = Glibc.read(reading, &piece, piece.count)
        if count < 0, errno == EINTR { return }
        bytes += piece.prefix(max(count, 0))
        if count <= 0 { close() }
    }

    /// The time until the deadline, rounded up; 0 once it has passed.
    private static func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
        let left = ContinuousClock.now.duration(to: deadline)
        return left > .zero ? Int32(clamping: Int64(left / Duration.milliseconds(1)) + 1) : 0
    }
}
