internal import Glibc
internal import LinuxSystem

/// Carries the bytes of one session: from its pipes to the sink, and from the request to its standard input.
///
/// It holds one buffer, however much the session prints: while the sink blocks, the pipes fill up and the session blocks.
struct SessionPump {
    /// Half of a pipe's capacity.
    ///
    /// For twice as much the daemon's heap would make and remove a mapping for each block.
    private static let bufferSize = 32 * 1024
    /// The buffer size until a read has filled it: most sessions print little, and each stream is read once more to find its end.
    private static let smallSize = 4 * 1024
    /// More than a pipe's capacity of 64 KiB, so that everything is read that ended writers have left.
    private static let mostLeft = 128 * 1024

    private var outlets: [SessionOutlet]
    private var input: OwnedEnd?
    /// Until when nothing is written to the input, because a write was slow or the pipe was full.
    private var inputRestsUntil: Instant?
    private var costlyInput = CostlyStream()
    private var pending: ArraySlice<UInt8>
    private let bell: OwnedEnd
    private let sink: any SessionSink
    private var size = Self.smallSize

    /// - Parameter bell: Becomes readable when reading must stop.
    init(_ descriptors: LaunchDescriptors, input: [UInt8]?, until bell: OwnedEnd, sink: any SessionSink) {
        self.outlets = descriptors.outputs.map { SessionOutlet($0.0, $0.1) }
        self.input = descriptors.input
        self.pending = input.map { $0[...] } ?? []
        self.bell = bell
        self.sink = sink
    }

    /// Runs until every output has ended or the bell rings, then closes the pipes.
    mutating func run() {
        if pending.isEmpty { input = nil }
        while !outlets.isEmpty {
            let ready = waitForReady()
            for outlet in outlets where ready.contains(outlet.end.descriptor.number) { _ = read(outlet) }
            if ready.contains(bell.descriptor.number) {
                takeRest()
                break
            }
            if let input, ready.contains(input.descriptor.number) { feed(input) }
        }
        for outlet in outlets { sink.ended(outlet.stream) }
        (outlets, input) = ([], nil)
    }

    /// The numbers of the descriptors that can be read or written, or have ended; none when only a rest is over.
    private func waitForReady() -> [CInt] {
        let now = Instant.now
        var polled = outlets.map { $0.polled(at: now) }
        polled.append(pollfd(fd: bell.descriptor.number, events: Int16(POLLIN), revents: 0))
        if let input {
            let events = inputRest(at: now) == nil ? Int16(POLLOUT) : 0
            polled.append(pollfd(fd: input.descriptor.number, events: events, revents: 0))
        }
        let count = unsafe poll(&polled, nfds_t(polled.count), milliseconds(at: now))
        guard count > 0 else { return [] }
        return polled.compactMap { $0.revents == 0 ? nil : $0.fd }
    }

    /// How long poll(2) may wait: until the first rest is over, or for ever.
    private func milliseconds(at now: Instant) -> CInt {
        guard let rest = (outlets.map { $0.rest(at: now) } + [inputRest(at: now)]).compactMap(\.self).min() else {
            return -1
        }
        // Rounded up: poll would otherwise return at once, again and again, in the rest's last millisecond.
        return CInt(rest / .milliseconds(1)) + 1
    }

    /// Reads what is in the pipes, even in those that are left alone.
    private mutating func takeRest() {
        for outlet in outlets {
            var (count, sum) = (1, 0)
            while count > 0, sum < Self.mostLeft {
                count = read(outlet)
                sum += count
            }
        }
    }

    private func inputRest(at now: Instant) -> Duration? {
        inputRestsUntil.flatMap { until in until > now ? until - now : nil }
    }

    /// Reads once.
    ///
    /// - Returns: How many bytes were read; 0 if there are none now or the stream has ended.
    private mutating func read(_ outlet: SessionOutlet) -> Int {
        let (stream, number) = (outlet.stream, outlet.end.descriptor.number)
        var count = 0
        let size = size
        let before = Instant.processorTimeOfThread
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            count = unsafe Glibc.read(number, buffer.baseAddress, size)
            filled = max(0, count)
        }
        if count == size { self.size = Self.bufferSize }
        guard count > 0 || count < 0 && Self.isLater(Errno.current) else {
            outlets.removeAll { $0.stream == stream }
            sink.ended(stream)
            return 0
        }
        let cost = Instant.processorTimeOfThread - before
        for index in outlets.indices where outlets[index].stream == stream {
            outlets[index].gave(bytes.count, at: .now, cost: cost)
        }
        if !bytes.isEmpty { sink.receive(bytes, from: stream) }
        return bytes.count
    }

    /// Whether the same call may succeed later.
    private static func isLater(_ error: Errno) -> Bool { [.interrupted, .wouldBlock].contains(error) }

    private mutating func feed(_ end: OwnedEnd) {
        let number = end.descriptor.number
        let before = Instant.processorTimeOfThread
        let count = unsafe pending.withUnsafeBytes {
            unsafe Glibc.write(number, $0.baseAddress, min($0.count, Self.bufferSize))
        }
        let isFull = count < 0 && Self.isLater(Errno.current)
        let now = Instant.now
        let rest = costlyInput.rest(after: Instant.processorTimeOfThread - before, at: now)
        // A script can fill its own input and empty it again, so that poll reports room which is gone when the write is tried.
        inputRestsUntil = now + max(rest, isFull ? SessionOutlet.rest : .zero)
        guard !isFull else { return }
        // The write fails when the script has closed its input, because it has read all that it wanted.
        if count > 0 { pending = pending.dropFirst(count) }
        if count <= 0 || pending.isEmpty {
            input = nil
            pending = []
        }
    }
}
