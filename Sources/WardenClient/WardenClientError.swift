internal import LinuxSystem

/// Why a call to the warden failed.
package enum WardenClientError: Error, Hashable, Sendable {
    /// The warden has ended, or has closed its socket.
    case gone
    /// A system call failed; the text names it.
    case system(String)
    /// The warden sent something that is not a message.
    case malformed(String)
    /// The order was not sent, because the warden could not have parsed it and would have ended.
    case notSent(String)
    /// The warden does not read its socket.
    case unresponsive
}

extension WardenClientError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .gone: "the warden has ended"
        case .system(let text): text
        case .malformed(let text): "the warden sent a malformed message: \(text)"
        case .notSent(let text): "the order cannot be put into a frame: \(text)"
        case .unresponsive: "the warden has not read its socket for five seconds"
        }
    }

    init(_ error: SystemCallError) {
        switch error.errno {
        case .brokenPipe, .connectionReset: self = .gone
        default: self = .system(error.description)
        }
    }
}
