internal import LinuxSystem

/// Finds the programs beside this one.
enum Programs {
    /// The path of a program in the same directory.
    static func path(of name: String) throws(StartError) -> String {
        do throws(SystemCallError) {
            return try SiblingProgram.path(of: name)
        } catch {
            throw StartError("\(name) cannot be started: \(error); it has to lie beside mayflyd")
        }
    }
}
