/// Why a standard stream could not be read or written.
package enum StandardStreamError: Error, Hashable, Sendable {
    case read(errno: Int32)
    case write(errno: Int32)
    case tooLarge(bound: Int)
}

extension StandardStreamError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .read(let errno): "read(standard input): errno \(errno)"
        case .write(let errno): "write(standard output): errno \(errno)"
        case .tooLarge(let bound): "standard input has more than \(bound) bytes"
        }
    }
}
