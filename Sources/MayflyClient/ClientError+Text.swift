internal import MayflyCore

extension ClientError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noDaemon(let path): "daemon not running: nothing listens at \(path)"
        case .notPermitted(let path, let barrier):
            "not allowed to use \(path): \(barrier?.reason ?? "this user or process may not connect to it")"
        case .notSocket(let path, let kind): "no daemon at \(path): it is \(kind), and not a socket"
        case .pathTooLong(let path):
            "socket path \(path) has \(path.utf8.count) bytes; a Unix socket's path has at most \(SocketLocation.longestPath)"
        case .cannotConnect(let path, let reason): "connect(\(path)): \(reason)"
        case .timedOut(let request, let duration): "\(request): no answer within \(duration.text)"
        case .connectionLost(let request, let reason): "\(request): connection lost: \(reason)"
        case .malformedReply(let request, let reason): "\(request): the answer is not Mayfly's: \(reason)"
        case .replyTooLarge(let bound): "the answer has more than \(bound) bytes"
        case .requestTooLarge(let bytes, let bound): "the request has \(bytes) bytes; the daemon takes at most \(bound)"
        case .refused(let problem): "\(problem.code): \(problem.detail)"
        }
    }

    /// What to do next, as whole commands where possible.
    package var advice: [String] {
        switch self {
        case .noDaemon:
            [
                "start it as root with `mayflyd`, or with `systemctl start mayfly`",
                "does it not stay up? its log names what this host cannot promise: journalctl --unit mayfly",
                "is it elsewhere? --socket PATH or MAYFLY_SOCKET",
            ]
        case .notPermitted(_, let barrier): barrier?.advice ?? []
        case .notSocket: ["the daemon's socket: --socket PATH or MAYFLY_SOCKET, else \(SocketLocation.standardPath)"]
        case .pathTooLong: ["use a shorter path with --socket or MAYFLY_SOCKET"]
        case .cannotConnect: ["is this the daemon's socket? --socket PATH or MAYFLY_SOCKET"]
        case .timedOut, .connectionLost: ["see whether the daemon is well: mayfly doctor"]
        case .malformedReply: ["is this the daemon's socket? compare the versions: mayfly version"]
        case .replyTooLarge, .requestTooLarge: []
        case .refused(let problem):
            problem.fields + (problem.hint.map { [$0] } ?? []) + (problem.requestID.map { ["request \($0)"] } ?? [])
        }
    }
}
