internal import CLinux
internal import Glibc
package import LinuxSystem
package import MayflyCore
internal import Synchronization
package import WardenProtocol

/// The daemon's end of the socket to its warden.
///
/// One thread reads the socket, and writes the messages that the socket does not take at once, so that no caller blocks in a system
/// call.
package final class WardenClient: Sendable {
    /// How often sending is tried again while the socket takes nothing, in milliseconds.
    private static let retryPeriod: CInt = 200

    private let socket: Socket
    private let outbox: Outbox
    private let patience: Duration
    private let ending = Mutex<String?>(nil)

    /// The socket in an object, so that a closure can hold it.
    private final class Socket: Sendable {
        let socket: MessageSocket

        init(_ socket: consuming MessageSocket) {
            self.socket = socket
        }
    }

    /// - Parameters:
    ///   - socket: The daemon's end of the pair that the warden was started with.
    ///   - patience: How long a request may wait for the warden to read it; orders that must arrive have no such limit.
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

    /// Why the messages ended; `nil` if the warden closed its socket.
    package var failure: String? { ending.withLock { $0 } }

    // MARK: - From the warden

    /// The warden's messages, until it is gone.
    ///
    /// Must be called once; nothing is sent before.
    ///
    /// - Parameter isTaken: Called for each message on the receiving thread, and must not block. A message for which it returns `true` is
    ///   not put into the stream, so that no other thread wakes up for it.
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

    /// Sends and receives until the warden is gone or sends something malformed.
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

    /// Receives all messages that have arrived; `false` once the warden is gone.
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

    /// Requests a cell; returns when the order is sent.
    ///
    /// The session's output goes to `sink`; its report arrives as a message.
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
        // If the message cannot be sent, the far ends are closed with `descriptors`, which ends the pump.
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

    /// Orders the end of a session; does not wait.
    ///
    /// The order is kept until the warden takes it. If the warden ends before that, the session ends with it.
    package func kill(_ order: KillOrder) throws(WardenClientError) {
        let bytes = try Self.checkedFrame(of: .kill(order))
        let subject = "\(order.session) \(order.immediately)"
        outbox.add(Letter(bytes: bytes, descriptors: [], deadline: nil, subject: subject) { _ in })
    }

    /// Lets the script of a held launch start; does not wait.
    ///
    /// The order is kept until the warden takes it.
    package func start(_ session: SessionID) throws(WardenClientError) {
        let bytes = try Self.checkedFrame(of: .start(session))
        outbox.add(Letter(bytes: bytes, descriptors: [], deadline: nil, subject: nil) { _ in })
    }

    /// Revokes a digest for good; does not wait.
    ///
    /// The order is kept until the warden takes it; the answer arrives as a message.
    package func revoke(_ digest: Digest) throws(WardenClientError) {
        let bytes = try Self.checkedFrame(of: .revoke(digest))
        outbox.add(Letter(bytes: bytes, descriptors: [], deadline: nil, subject: "revoke \(digest)") { _ in })
    }

    /// Asks what a session uses now; returns when the question is sent, and the answer arrives as a message.
    package func sample(_ session: SessionID) async throws(WardenClientError) {
        try await send(try Self.checkedFrame(of: .sample(session)), [])
    }

    /// Orders the profiles to be read again; returns when the order is sent.
    package func reload() async throws(WardenClientError) {
        try await send(try Self.checkedFrame(of: .reload), [])
    }

    /// Has the warden check the trust files and interpreters; does not wait, and a message arrives if something has changed.
    ///
    /// At most one such question waits for a warden that does not read.
    package func look() throws(WardenClientError) {
        let bytes = try Self.checkedFrame(of: .look)
        outbox.add(Letter(bytes: bytes, descriptors: [], deadline: nil, subject: "look") { _ in })
    }

    /// Closes the daemon's side, whereupon the warden ends every session, cleans up, and ends.
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

    /// Encodes a message, and decodes it again as a check.
    ///
    /// The warden ends at the first frame that it cannot parse, and every cell ends with it: a bad message must fail here instead.
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
