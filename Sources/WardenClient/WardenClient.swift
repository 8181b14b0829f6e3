internal import CLinux
internal import Glibc
package import LinuxSystem
internal import Synchronization
package import WardenProtocol

/// The daemon's end of the socket to its warden.
package final class WardenClient: Sendable {
    /// How long a message may wait for the warden to read.
    private static let longestWait: CInt = 5_000

    private let socket: Socket
    private let sending = Mutex(())
    private let ending = Mutex<String?>(nil)

    /// The socket, where a closure can hold it.
    private final class Socket: Sendable {
        let socket: MessageSocket

        init(_ socket: consuming MessageSocket) {
            self.socket = socket
        }
    }

    /// - Parameter socket: The daemon's end of the pair that the warden was started with.
    package init(socket: consuming OwnedDescriptor) {
        self.socket = Socket(MessageSocket(socket))
    }

    /// Why the messages ended, when it was not that the warden closed its socket.
    package var failure: String? { ending.withLock { $0 } }

    // MARK: - From the warden

    /// The warden's messages, until it is gone.
    ///
    /// To be called once.
    package func messages() -> AsyncStream<WardenMessage> {
        let (stream, continuation) = AsyncStream.makeStream(of: WardenMessage.self)
        do throws(WardenClientError) {
            try BackgroundThread.start { [self] in
                if let error = forward(to: continuation) { ending.withLock { $0 = "\(error)" } }
                continuation.finish()
            }
        } catch {
            ending.withLock { $0 = "\(error)" }
            continuation.finish()
        }
        return stream
    }

    private func forward(to continuation: AsyncStream<WardenMessage>.Continuation) -> WardenClientError? {
        do throws(WardenClientError) {
            while let message = try receive() { continuation.yield(message) }
            return nil
        } catch {
            return error
        }
    }

    /// The next message, when it comes; `nil` once the warden is gone.
    private func receive() throws(WardenClientError) -> WardenMessage? {
        while true {
            _ = poll(for: POLLIN, atMost: -1)
            let message: MessageSocket.Message?
            do throws(SystemCallError) {
                message = try socket.socket.receive(bound: FrameBound.frame)
            } catch {
                if error.errno == .wouldBlock { continue }
                throw WardenClientError(error)
            }
            guard let message else { return nil }
            return try Self.understand(message)
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

    /// Asks for a cell.
    ///
    /// What comes out of it goes to `sink`; the report comes as a message.
    package func launch(_ order: LaunchOrder, into sink: any SessionSink) throws(WardenClientError) -> SessionStreams {
        let descriptors: LaunchDescriptors
        do throws(SystemCallError) {
            descriptors = try LaunchDescriptors(order)
        } catch {
            throw WardenClientError(error)
        }
        let streams = SessionStreams()
        // When the message cannot be sent the far ends are closed with `descriptors`, and the pump ends by itself.
        try pump(descriptors, order.input, sink, streams)
        try send(.launch(order.request), descriptors.far)
        return streams
    }

    private func pump(
        _ descriptors: LaunchDescriptors,
        _ input: [UInt8]?,
        _ sink: any SessionSink,
        _ streams: SessionStreams
    ) throws(WardenClientError) {
        guard !descriptors.outputs.isEmpty else { return streams.finish() }
        nonisolated(unsafe) var pump = SessionPump(descriptors, input: input, sink: sink)
        try BackgroundThread.start {
            unsafe pump.run()
            streams.finish()
        }
    }

    /// Asks for a session's end.
    package func kill(_ order: KillOrder) throws(WardenClientError) { try send(.kill(order)) }

    /// Asks for the profiles to be read again.
    package func reload() throws(WardenClientError) { try send(.reload) }

    private func send(
        _ message: DaemonMessage,
        _ descriptors: DescriptorBag = DescriptorBag(taking: [])
    ) throws(WardenClientError) {
        let bytes = try Self.checkedFrame(of: message)
        let result = sending.withLock { _ in sendWaiting(bytes, descriptors) }
        if let error = result { throw error }
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

    private func sendWaiting(_ bytes: [UInt8], _ descriptors: DescriptorBag) -> WardenClientError? {
        while true {
            do throws(SystemCallError) {
                try socket.socket.send(bytes, numbers: descriptors.numbers)
                return withExtendedLifetime(descriptors) { nil }
            } catch {
                guard error.errno == .wouldBlock else { return WardenClientError(error) }
            }
            guard poll(for: POLLOUT, atMost: Self.longestWait) else { return .unresponsive }
        }
    }

    private func poll(for event: CInt, atMost milliseconds: CInt) -> Bool {
        var polled = pollfd(fd: socket.socket.descriptor.number, events: Int16(event), revents: 0)
        let count = unsafe Glibc.poll(&polled, 1, milliseconds)
        return count != 0
    }
}
