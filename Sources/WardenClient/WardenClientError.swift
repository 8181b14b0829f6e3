internal import LinuxSystem

/// Why the warden could not be reached, or was not understood.
package enum WardenClientError: Error, Hashable, Sendable {
    /// It has ended, or closed its socket.
    case gone
    /// A system call failed; the text names it.
    case system(String)
    /// It said something that is no message.
    case malformed(String)
    /// An order that the warden would take for no message, and end: it was not sent.
    case notSent(String)
    /// It does not read what it is sent.
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
