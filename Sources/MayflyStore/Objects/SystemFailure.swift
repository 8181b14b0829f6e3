internal import Glibc

/// Translates failed system calls into ``StoreError``.
enum SystemFailure {
    /// Translates an `errno` of a call on `path`.
    static func error(_ call: String, _ path: String, _ number: Int32 = errno) -> StoreError {
        let text = "\(call) \(path): \(String(cString: strerror(number)))"
        switch number {
        case ENOSPC, EDQUOT, EFBIG, EMFILE, ENFILE: return .full(text)
        default: return .failed(text)
        }
    }

    /// Repeats an interrupted call, and throws when it fails.
    @discardableResult
    static func check<Result: FixedWidthInteger>(
        _ call: String,
        _ path: String,
        _ body: () -> Result
    ) throws(StoreError) -> Result {
        while true {
            let result = body()
            if result != -1 { return result }
            let number = errno
            if number != EINTR { throw error(call, path, number) }
        }
    }
}
