// `environ` is a C variable that this program never changes.
@preconcurrency internal import Glibc

/// The environment with which the process was started.
///
/// It reads `environ` directly: through Foundation, every start of the often started `mayfly run` takes a third of a millisecond longer.
enum ProcessEnvironment {
    /// Every variable by its name; an entry without `=` is no variable.
    static var variables: [String: String] {
        var variables: [String: String] = [:]
        var place = environ
        while let entry = place.pointee {
            let text = String(cString: entry)
            // It searches bytes, because a search for whole characters takes longer than all other work here.
            if let split = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
                variables[String(text[..<split])] = String(text[text.utf8.index(after: split)...])
            }
            place += 1
        }
        return variables
    }
}
