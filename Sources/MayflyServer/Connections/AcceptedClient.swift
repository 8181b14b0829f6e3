internal import NIOCore
internal import NIOHTTPTypes
internal import Synchronization

/// An accepted connection that somebody must serve.
///
/// NIO ends the process when a channel is dropped that nobody finished. If this object is dropped, it closes the connection instead.
/// That covers every path: no place, no credentials, a server that stops while connections come in.
final class AcceptedClient: Sendable {
    /// The type of a connection's channel here.
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

    /// The bare channel.
    var channel: any Channel { wrapped.channel }

    /// Hands the connection over to the caller, who must execute and close it.
    func take() -> Wrapped {
        isTaken.store(true, ordering: .releasing)
        return wrapped
    }
}
