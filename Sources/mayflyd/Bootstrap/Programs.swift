internal import Glibc
internal import LinuxSystem

/// The programs that lie beside this one.
enum Programs {
    /// The path of a program in the same directory.
    static func path(of name: String) throws(StartError) -> String {
        let own = try step("find this program") { () throws(SystemCallError) in
            try SymbolicLink.target(of: "/proc/self/exe")
        }
        let path = own.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/\(name)"
        guard access(path, X_OK) == 0 else { throw StartError("\(path) is missing; it has to lie beside mayflyd") }
        return path
    }
}
