internal import Glibc
internal import NIOCore

/// Why the daemon could not be asked, or how it refused.
package enum ClientError: Error, Sendable {
    /// Nothing listens at the socket.
    case noDaemon(path: String)
    /// This user may not use the socket or its directory.
    case notPermitted(path: String, SocketBarrier?)
    /// The path is not a socket.
    case notSocket(path: String, kind: String)
    case pathTooLong(String)
    case cannotConnect(path: String, reason: String)
    case timedOut(String, after: Duration)
    case connectionLost(during: String, reason: String)
    case malformedReply(to: String, reason: String)
    case replyTooLarge(bound: Int)
    case requestTooLarge(bytes: Int, bound: Int)
    /// The daemon refused.
    case refused(Problem)

    /// Translates a failure of `connect(2)`.
    init(connecting location: SocketLocation, failedWith error: any Error) {
        guard let errno = (error as? IOError)?.errnoCode else {
            self = .cannotConnect(path: location.path, reason: "\(error)")
            return
        }
        let path = location.path
        switch errno {
        case EACCES, EPERM: self = .notPermitted(path: path, SocketBarrier(before: path))
        case ENOENT, ENOTDIR: self = .noDaemon(path: path)
        default:
            if let kind = SocketLocation.otherKind(at: path) {
                self = .notSocket(path: path, kind: kind)
            } else if errno == ECONNREFUSED {
                self = .noDaemon(path: path)
            } else {
                self = .cannotConnect(path: path, reason: String(cString: strerror(errno)))
            }
        }
    }
}
