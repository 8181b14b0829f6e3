internal import Glibc

/// A program that lies beside the one that runs.
package enum SiblingProgram {
    /// The path of a program in the directory of this one.
    ///
    /// - Throws: ``SystemCallError`` that names the path, when it is not there or may not be executed.
    package static func path(of name: String) throws(SystemCallError) -> String {
        let own = try SymbolicLink.target(of: "/proc/self/exe")
        let path = own.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/\(name)"
        try syscall("access", on: path) { unsafe access(path, X_OK) }
        return path
    }
}
