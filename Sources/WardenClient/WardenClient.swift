internal import CLinux
internal import Glibc
package import LinuxSystem
package import MayflyCore
internal import Synchronization
package import WardenProtocol

/// The daemon's end of the socket to its warden.
///
/// One thread reads the socket, and writes to it what it does not take at once: nobody who asks for something waits for it in a
/// system call.
package final class WardenClient: Sendable {
    /// How often a socket that takes nothing is tried again, in milliseconds.
    private static let retryPeriod: CInt = 200

    private let socket: Socket
    private let outbox: Outbox
    private let patience: Duration
    private let ending = Mutex<String?>(nil)

    /// The socket, where a closure can hold it.
    private final class Socket: Sendable {
        let socket: MessageSocket

        init(_ socket: consuming MessageSocket) {
            self.socket = socket
        }
    }

    /// - Parameters:
    ///   - socket: The daemon's end of the pair that the warden was started with.
    ///   - patience: How long a request, but no kill order, may wait for the warden to read.
    package init(socket: consuming OwnedDescriptor, patience: Duration = .seconds(5)) throws(WardenClientError) {
        let socket = Socket(MessageSocket(socket))
        self.socket = socket
        self.patience = patience
        do throws(SystemCallError) {
            self.outbox = try Outbox { letter throws(SystemCallError) in
                try socket.socket.send(letter.bytes, numbers: letter.descriptors.map { $0.descriptor.number })
            }
        } catch {
            throw WardenClientError(error)
        }
    }

    /// Why the messages ended, when it was not that the warden closed its socket.
    package var failure: String? { ending.withLock { $0 } }

    // MARK: - From the warden

    /// The warden's messages, until it is gone.
    ///
    /// To be called once; nothing is sent before.
    ///
    /// - Parameter isTaken: Called for each message on the thread that receives them; must not wait. What it takes, by saying
    ///   `true`, wakes nobody else.
    package func messages(
        _ isTaken: @escaping @Sendable (WardenMessage) -> Bool = { _ in false }
    ) -> AsyncStream<WardenMessage> {
        let (stream, continuation) = AsyncStream.makeStream(of: WardenMessage.self)
        do throws(WardenClientError) {
            try BackgroundThread.start { [self] in
                finish(continuation, exchange { if !isTaken($0) { continuation.yield($0) } })
            }
        } catch {
            finish(continuation, error)
        }
        return stream
    }

    private func finish(_ continuation: AsyncStream<WardenMessage>.Continuation, _ error: WardenClientError?) {
        if let error { ending.withLock { $0 = "\(error)" } }
        outbox.close()
        continuation.finish()
    }

    /// Sends and receives until the warden is gone, or not understood.
    private func exchange(_ receive: (WardenMessage) -> Void) -> WardenClientError? {
        outbox.open()
        do throws(WardenClientError) {
            while true {
                wait()
                outbox.flush(at: .now)
                guard try receiveAll(receive) else { return nil }
            }
        } catch {
            return error
        }
    }

    /// Waits until there is something to read, or something to send and room for it.
    private func wait() {
        let isIdle = outbox.isEmpty
        let events = Int16(POLLIN) | (isIdle ? 0 : Int16(POLLOUT))
        var polled = [
            pollfd(fd: socket.socket.descriptor.number, events: events, revents: 0),
            pollfd(fd: outbox.wakeUp.descriptor.number, events: Int16(POLLIN), revents: 0),
        ]
        _ = unsafe poll(&polled, nfds_t(polled.count), isIdle ? -1 : Self.retryPeriod)
    }

    /// Takes every message that has come; `false` once the warden is gone.
    private func receiveAll(_ receive: (WardenMessage) -> Void) throws(WardenClientError) -> Bool {
        while true {
            let message: MessageSocket.Message?
            do throws(SystemCallError) {
                message = try socket.socket.receive(bound: FrameBound.frame)
            } catch {
                if error.errno == .wouldBlock { return true }
                throw WardenClientError(error)
            }
            guard let message else { return false }
            receive(try Self.understand(message))
        }
    }

    private static func understand(_ message: consuming MessageSocket.Message) throws(WardenClientError)
        -> WardenMessage
    {
        guard !message.wasTruncated, message.descriptors.count == 0 else {
            throw .malformed("too long, or with descriptors")
        }
        do throws(FrameError) {
            return try WardenMessage(frame: message.bytes)
        } catch {
            throw .malformed("\(error)")
        }
    }

    // MARK: - To the warden

    /// Asks for a cell; returns when the order is sent.
    ///
    /// What comes out of it goes to `sink`; the report comes as a message.
    package func launch(_ order: LaunchOrder, into sink: any SessionSink) async throws(WardenClientError)
        -> SessionStreams
    {
        let bytes = try Self.checkedFrame(of: .launch(order.request))
        let descriptors: LaunchDescriptors
        let streams: SessionStreams
        do throws(SystemCallError) {
            descriptors = try LaunchDescriptors(order)
            streams = try SessionStreams()
        } catch {
            throw WardenClientError(error)
        }
        // When the message cannot be sent the far ends are closed with `descriptors`, and the pump ends by itself.
        try pump(descriptors, order.input, sink, streams)
        try await send(bytes, descriptors.far)
        return streams
    }

    private func pump(
        _ descriptors: LaunchDescriptors,
        _ input: [UInt8]?,
        _ sink: any SessionSink,
        _ streams: SessionStreams
    ) throws(WardenClientError) {
        guard !descriptors.outputs.isEmpty else { return streams.finish() }
        nonisolated(unsafe) var pump = SessionPump(descriptors, input: input, until: streams.bell, sink: sink)
        try BackgroundThread.start {
            unsafe pump.run()
            streams.finish()
        }
    }

    /// Asks for a session's end; does not wait.
    ///
    /// The order is kept until the warden has it, however long that takes. If the warden ends before, so does the session.
    package func kill(_ order: KillOrder) throws(WardenClientError) {
        let bytes = try Self.checkedFrame(of: .kill(order))
        let subject = "\(order.session) \(order.immediately)"
        outbox.add(Letter(bytes: bytes, descriptors: [], deadline: nil, subject: subject) { _ in })
    }

    /// Lets the script of a held launch run; does not wait.
    ///
    /// The order is kept until the warden has it, however long that takes.
    package func start(_ session: SessionID) throws(WardenClientError) {
        let bytes = try Self.checkedFrame(of: .start(session))
        outbox.add(Letter(bytes: bytes, descriptors: [], deadline: nil, subject: nil) { _ in })
    }

    /// Tells that a digest never runs again; does not wait.
    ///
    /// The order is kept until the warden has it, however long that takes; the answer comes as a message.
    package func revoke(_ digest: Digest) throws(WardenClientError) {
        let bytes = try Self.checkedFrame(of: .revoke(digest))
        outbox.add(Letter(bytes: bytes, descriptors: [], deadline: nil, subject: "revoke \(digest)") { _ in })
    }

    /// Asks what a session uses now; returns when the question is sent, and the answer comes as a message.
    package func sample(_ session: SessionID) async throws(WardenClientError) {
        try await send(try Self.checkedFrame(of: .sample(session)), [])
    }

    /// Asks for the profiles to be read again; returns when the order is sent.
    package func reload() async throws(WardenClientError) {
        try await send(try Self.checkedFrame(of: .reload), [])
    }

    /// Asks the warden to look at trust and interpreters; does not wait, and where something is new a message says so.
    ///
    /// However often it is asked, one question waits for a warden that does not read.
    package func look() throws(WardenClientError) {
        let bytes = try Self.checkedFrame(of: .look)
        outbox.add(Letter(bytes: bytes, descriptors: [], deadline: nil, subject: "look") { _ in })
    }

    /// Tells the warden that nobody is there any more: it ends every session, tidies up, and ends.
    package func hangUp() { _ = shutdown(socket.socket.descriptor.number, CInt(SHUT_WR)) }

    private func send(_ bytes: [UInt8], _ descriptors: [OwnedEnd]) async throws(WardenClientError) {
        let deadline = ContinuousClock.now + patience
        let error = await withCheckedContinuation { continuation in
            outbox.add(
                Letter(bytes: bytes, descriptors: descriptors, deadline: deadline, subject: nil) {
                    continuation.resume(returning: $0)
                }
            )
        }
        if let error { throw error }
    }

    /// The message's frame, read again as the warden will read it.
    ///
    /// The warden ends at the first frame that it does not understand, and every cell with it: only this call may fail.
    private static func checkedFrame(of message: DaemonMessage) throws(WardenClientError) -> [UInt8] {
        let bytes = message.frame
        do throws(FrameError) {
            _ = try DaemonMessage(frame: bytes)
            return bytes
        } catch {
            throw .notSent("\(error)")
        }
    }
}
