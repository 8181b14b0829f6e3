internal import NIOCore
internal import NIOHTTPTypes
internal import Synchronization

/// A connection that was accepted, and that somebody must serve.
///
/// NIO ends the process when a channel is dropped that nobody finished. What is dropped here is closed instead, on every
/// path: no place for it, no credentials, a server that stops while connections come in.
final class AcceptedClient: Sendable {
    /// The channel of a connection, as it is read and written here.
    typealias Wrapped = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    private let wrapped: Wrapped
    private let isTaken = Atomic(false)

    init(_ wrapped: Wrapped) {
        self.wrapped = wrapped
    }

    deinit {
        guard !isTaken.load(ordering: .acquiring) else { return }
        let wrapped = wrapped
        Task { try? await wrapped.executeThenClose { _, _ in } }
    }

    /// For what needs no more than the channel.
    var channel: any Channel { wrapped.channel }

    /// Hands the connection over; whoever takes it executes and closes it.
    func take() -> Wrapped {
        isTaken.store(true, ordering: .releasing)
        return wrapped
    }
}
