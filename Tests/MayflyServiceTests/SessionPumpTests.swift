import Glibc
import LinuxSystem
import MayflyCore
import Synchronization
import Testing
import WardenProtocol

@testable import WardenClient

@Suite("The pump of a session's bytes", .timeLimit(.minutes(10))) struct SessionPumpTests {
    private final class Sink: SessionSink {
        private let state = Mutex((sizes: [Int](), ended: [SessionStream]()))
        /// How long it takes what comes first, in microseconds.
        private let pause: UInt32

        init(pause: UInt32 = 0) { self.pause = pause }

        func receive(_ bytes: [UInt8], from stream: SessionStream) {
            let isFirst = state.withLock { state in
                state.sizes.append(bytes.count)
                return state.sizes.count == 1
            }
            if isFirst { usleep(pause) }
        }
        func ended(_ stream: SessionStream) { state.withLock { $0.ended.append(stream) } }

        var sizes: [Int] { state.withLock { $0.sizes } }
        var ended: [SessionStream] { state.withLock { $0.ended } }
    }

    /// The ends that stay, and one that travels, of standard output; the others are closed.
    private static func ends() throws -> (outputs: [(SessionStream, OwnedEnd)], writer: CInt) {
        let digest = try #require(Digest(bytes: [UInt8](repeating: 1, count: 32)))
        let request = LaunchRequest(
            session: try #require(SessionID("ses_01m85xm72t7a24204s7fh61fck")),
            profile: try #require(ProfileName("standard")),
            work: .bundle(digest, SignedStatement(statement: [], signatures: [])),
            limits: .ceiling
        )
        let made = try LaunchDescriptors(LaunchOrder(request: request, bundle: [], input: nil, files: []))
        return (made.outputs, dup(made.far[1].descriptor.number))
    }

    /// Runs a pump whose standard output is written by `write`; the other streams end at once.
    ///
    /// - Parameter meter: Is told how much of a processor the pump has used.
    private static func pump(
        meter: (Duration) -> Void = { _ in },
        _ write: @escaping @Sendable (CInt) -> Void
    ) throws -> (sink: Sink, time: Duration) {
        let (outputs, writer) = try ends()
        let (sink, began) = (Sink(), Instant.now)
        let bell = OwnedEnd(try OwnedDescriptor.eventCounter())
        var pump = SessionPump(LaunchDescriptors(outputs: outputs), input: nil, until: bell, sink: sink)
        try BackgroundThread.start {
            write(writer)
            close(writer)
        }
        let before = Instant.processorTimeOfThread
        pump.run()
        meter(Instant.processorTimeOfThread - before)
        return (sink, Instant.now - began)
    }

    @Test func `does not wake for each byte of who prints byte by byte`() throws {
        let (sink, time) = try Self.pump { writer in
            for _ in 0..<200_000 { unsafe write(writer, ".", 1) }
        }
        #expect(sink.sizes.reduce(0, +) == 200_000)
        let little = sink.sizes.count { $0 < 4096 }
        // Each of them is followed by a rest of two milliseconds, however long all of it took.
        #expect(little <= Int(time / .milliseconds(2)) + 2)
        #expect(sink.ended.count == 3)
    }

    @Test func `reads on at once where much is printed`() throws {
        let block = [UInt8](repeating: 0x2e, count: 32 * 1024)
        let (sink, time) = try Self.pump { writer in
            for _ in 0..<512 { unsafe write(writer, block, block.count) }
        }
        #expect(sink.sizes.reduce(0, +) == 16 * 1024 * 1024)
        // A rest after each would have been a second and more.
        #expect(sink.sizes.count { $0 < 4096 } < 64)
        #expect(time < .seconds(30))
    }

    @Test func `ends when it is told to, though somebody holds a pipe, and has given what was written`() async throws {
        let (outputs, writer) = try Self.ends()
        defer { close(writer) }
        let (sink, streams) = (Sink(), try SessionStreams())
        try BackgroundThread.start {
            let descriptors = LaunchDescriptors(outputs: outputs)
            var pump = SessionPump(descriptors, input: nil, until: streams.bell, sink: sink)
            pump.run()
            streams.finish()
        }
        unsafe write(writer, "abc", 3)
        while sink.sizes.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        #expect(sink.ended.contains(.stdout) == false, "nothing says that it is over")
        streams.stop()
        await streams.drained()
        #expect(sink.sizes == [3])
        #expect(sink.ended.count == 3 && Set(sink.ended).count == 3, "each has ended once: \(sink.ended)")
    }

    @Test func `gives all that was written when it is told to end, however long the sink has taken`() async throws {
        let (outputs, writer) = try Self.ends()
        defer { close(writer) }
        let (sink, streams) = (Sink(pause: 500_000), try SessionStreams())
        try BackgroundThread.start {
            let descriptors = LaunchDescriptors(outputs: outputs)
            var pump = SessionPump(descriptors, input: nil, until: streams.bell, sink: sink)
            pump.run()
            streams.finish()
        }
        unsafe write(writer, "abc", 3)
        while sink.sizes.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        let rest = [UInt8](repeating: 7, count: 60_000)
        #expect(unsafe write(writer, rest, rest.count) == rest.count)
        streams.stop()
        await streams.drained()
        #expect(sink.sizes.reduce(0, +) == 60_003, "\(sink.sizes)")
    }

    @Test func `lets no rest delay the end`() throws {
        let (sink, _) = try Self.pump { writer in
            unsafe write(writer, "a", 1)
            unsafe write(writer, "b", 1)
        }
        #expect(sink.sizes.reduce(0, +) == 2)
        let (outputs, writer) = try Self.ends()
        close(writer)
        var outlet = SessionOutlet(.stdout, outputs[0].1)
        let now = Instant.now
        outlet.gave(1, at: now)
        #expect(outlet.polled(at: now).events == 0, "its end alone, which poll(2) always tells")
        #expect(outlet.rest(at: now) == .milliseconds(2))
        #expect(outlet.rest(at: now + .milliseconds(2)) == nil)
        outlet.gave(4096, at: now)
        #expect(outlet.polled(at: now).events == Int16(POLLIN))
    }

    @Test(
        arguments: [(999, 0, 0), (1000, 20, 20), (70_000, 50, 2750), (500_000, 50, 10_000)] as [(Int64, Int64, Int64)]
    )
    func `leaves a stream alone that takes long to read`(cost: Int64, first: Int64, second: Int64) throws {
        let (outputs, writer) = try Self.ends()
        close(writer)
        var outlet = SessionOutlet(.stdout, outputs[0].1)
        var now = Instant.now
        for expected in [first, second] {
            outlet.gave(4096, at: now, cost: .microseconds(cost))
            let rest = outlet.rest(at: now) ?? .zero
            #expect(rest == .milliseconds(expected))
            now = now + rest
        }
    }

    @Test(arguments: [1, 10, 75] as [Int64])
    func `leaves it alone for as long, whatever is quick in between`(cost: Int64) throws {
        var stream = CostlyStream()
        var (now, used) = (Instant(nanoseconds: 0), Duration.zero)
        while now < Instant(nanoseconds: 60_000_000_000) {
            for cost in [Duration.milliseconds(cost), .microseconds(10), .microseconds(900)] {
                now = now + cost
                now = now + stream.rest(after: cost, at: now)
                if cost > .microseconds(900) { used += cost }
            }
        }
        // The first is let pass.
        #expect(used <= .seconds(3) + .milliseconds(2 * cost), "a twentieth of a minute, not \(used)")
        #expect(used > .seconds(1), "it is read all the same")
    }

    @Test func `is not kept busy by who reads what it has written itself`() throws {
        var used = Duration.zero
        let (sink, time) = try Self.pump(meter: { used = $0 }) { writer in
            let reader = open("/proc/self/fd/\(writer)", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
            defer { close(reader) }
            var byte: UInt8 = 0
            let end = Instant.now + .milliseconds(500)
            while Instant.now < end {
                unsafe write(writer, ".", 1)
                _ = unsafe read(reader, &byte, 1)
            }
        }
        #expect(sink.ended.count == 3)
        #expect(used < time / 5, "\(used) of \(time)")
    }
}
