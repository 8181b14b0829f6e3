// `environ` is a variable of C's, which this program never changes.
@preconcurrency internal import Glibc

/// The environment that the process was started with.
///
/// Read as it is: Foundation's way costs a command that is started again and again a third of a millisecond.
enum ProcessEnvironment {
    /// Every variable by its name; what has no `=` is none.
    static var variables: [String: String] {
        var variables: [String: String] = [:]
        var place = environ
        while let entry = place.pointee {
            let text = String(cString: entry)
            // By bytes: to look for whole characters takes longer than all the rest.
            if let split = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
                variables[String(text[..<split])] = String(text[text.utf8.index(after: split)...])
            }
            place += 1
        }
        return variables
    }
}
