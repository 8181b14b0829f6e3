internal import Glibc

/// A program in the directory of the running one.
package enum SiblingProgram {
    /// The path of a program in the running program's directory.
    ///
    /// - Throws: ``SystemCallError`` with the path, when the program does not exist or may not be executed.
    package static func path(of name: String) throws(SystemCallError) -> String {
        let own = try SymbolicLink.target(of: "/proc/self/exe")
        let path = own.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/\(name)"
        try syscall("access", on: path) { unsafe access(path, X_OK) }
        return path
    }
}
