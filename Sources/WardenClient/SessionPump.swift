internal import Glibc
internal import LinuxSystem

/// Carries the bytes of one session: from its pipes to the sink, and from the request to its standard input.
///
/// It holds one buffer, whatever the session prints: when the sink waits, the pipes fill and the session waits.
struct SessionPump {
    private static let bufferSize = 64 * 1024

    private var outputs: [(stream: SessionStream, end: OwnedEnd)]
    private var input: OwnedEnd?
    private var pending: ArraySlice<UInt8>
    private let sink: any SessionSink

    init(_ descriptors: LaunchDescriptors, input: [UInt8]?, sink: any SessionSink) {
        self.outputs = descriptors.outputs.map { ($0.0, $0.1) }
        self.input = descriptors.input
        self.pending = input.map { $0[...] } ?? []
        self.sink = sink
    }

    /// Runs until every output has ended.
    mutating func run() {
        if pending.isEmpty { input = nil }
        while !outputs.isEmpty {
            let ready = waitForReady()
            for (stream, end) in outputs where ready.contains(end.descriptor.number) { read(stream, end) }
            if let input, ready.contains(input.descriptor.number) { feed(input) }
        }
        input = nil
    }

    /// The numbers of the descriptors that can be read, written, or have ended.
    private func waitForReady() -> Set<CInt> {
        var polled = outputs.map { pollfd(fd: $0.end.descriptor.number, events: Int16(POLLIN), revents: 0) }
        if let input { polled.append(pollfd(fd: input.descriptor.number, events: Int16(POLLOUT), revents: 0)) }
        let count = unsafe poll(&polled, nfds_t(polled.count), -1)
        guard count > 0 else { return [] }
        return Set(polled.filter { $0.revents != 0 }.map(\.fd))
    }

    private mutating func read(_ stream: SessionStream, _ end: OwnedEnd) {
        let number = end.descriptor.number
        var count = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Self.bufferSize) { buffer, filled in
            count = unsafe Glibc.read(number, buffer.baseAddress, buffer.count)
            filled = max(0, count)
        }
        if count > 0 { return sink.receive(bytes, from: stream) }
        if count < 0, [.interrupted, .wouldBlock].contains(Errno.current) { return }
        outputs.removeAll { $0.stream == stream }
        sink.ended(stream)
    }

    private mutating func feed(_ end: OwnedEnd) {
        let number = end.descriptor.number
        let count = unsafe pending.withUnsafeBytes {
            unsafe Glibc.write(number, $0.baseAddress, min($0.count, Self.bufferSize))
        }
        if count < 0, [.interrupted, .wouldBlock].contains(Errno.current) { return }
        // A script that closes its input has read what it wanted.
        if count > 0 { pending = pending.dropFirst(count) }
        if count <= 0 || pending.isEmpty {
            input = nil
            pending = []
        }
    }
}
