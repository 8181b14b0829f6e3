import Foundation
import Glibc

/// A Unix socket with a path of its own, whose connections a test serves on threads.
///
/// It ends with this object: later connections are refused, and no thread waits for a connection any more.
package final class ServedSocket: Sendable {
    package let path: String
    private let acceptor: Acceptor

    /// Waits for connections; a separate object, because the threads must not keep the socket itself alive.
    private final class Acceptor: Sendable {
        let descriptor: Int32

        init(_ descriptor: Int32) {
            self.descriptor = descriptor
        }

        deinit { close(descriptor) }

        /// Wakes the thread that waits for a connection, and refuses later connections.
        func end() { shutdown(descriptor, Int32(SHUT_RDWR)) }

        /// The next connection; `nil` when the socket has ended.
        func next() -> ServedConnection? {
            while true {
                let client = accept(descriptor, nil, nil)
                if client >= 0 {
                    _ = fcntl(client, F_SETFD, FD_CLOEXEC)
                    return ServedConnection(client)
                }
                guard errno == EINTR || errno == ECONNABORTED else { return nil }
            }
        }
    }

    /// Creates the socket and listens on it.
    package init() throws {
        path = "/tmp/mayfly-socket-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).sock"
        acceptor = Acceptor(try UnixAddress(path).listen())
    }

    deinit {
        acceptor.end()
        unlink(path)
    }

    /// Serves every connection on a thread of its own, and closes it afterwards.
    package func serve(_ body: @escaping @Sendable (ServedConnection) -> Void) {
        Thread { [acceptor] in
            while let client = acceptor.next() {
                Thread {
                    body(client)
                    client.close()
                }
                .start()
            }
        }
        .start()
    }

    /// Serves one connection after another, each with the next of `scripts`, and closes it afterwards.
    ///
    /// After the last of `scripts`, further connections are refused.
    package func serve<Script: Sendable>(
        inTurn scripts: [Script],
        _ body: @escaping @Sendable (Script, ServedConnection) -> Void
    ) {
        Thread { [acceptor] in
            for script in scripts {
                guard let client = acceptor.next() else { return }
                body(script, client)
                client.close()
            }
            acceptor.end()
        }
        .start()
    }
}
