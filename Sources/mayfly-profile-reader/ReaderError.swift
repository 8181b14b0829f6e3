internal import WardenProtocol

/// Why the reader cannot answer at all.
///
/// A wrong profile is an answer, not one of these.
enum ReaderError: Error {
    case read(errno: Int32)
    case write(errno: Int32)
    case tooLarge(bound: Int)
    case archive(FrameError)
}

extension ReaderError: CustomStringConvertible {
    var description: String {
        switch self {
        case .read(let errno): "read(standard input): errno \(errno)"
        case .write(let errno): "write(standard output): errno \(errno)"
        case .tooLarge(let bound): "standard input has more than \(bound) bytes"
        case .archive(let error): "standard input is not a file archive: \(error)"
        }
    }
}
