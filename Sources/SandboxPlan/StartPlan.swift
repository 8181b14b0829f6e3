package import MayflyCore

/// The command line and the environment of a script.
package struct StartPlan: Hashable, Sendable, CustomStringConvertible {
    /// The program's absolute path in the cell.
    package let program: String
    package let arguments: [String]
    /// Entries of `NAME=value`, in a fixed order.
    package let environment: [String]

    init(program: String, arguments: [String], environment: [String]) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
    }

    /// Pure: equal inputs give equal plans.
    ///
    /// The script's arguments follow its path, so that the interpreter takes none of them for its own options.
    ///
    /// - Parameter keepsWork: Whether `/work` may hold files of an earlier session. Then it is not the home directory, since programs
    ///   read settings from there, and some of them code.
    package init(
        entry: EntryPoint,
        runtime: Runtime,
        arguments: [String],
        variables: [(name: String, value: String)],
        session: String,
        keepsWork: Bool = false
    ) {
        let script = "/script/" + entry.path
        program = entry.runtime == .binary ? script : runtime.path
        self.arguments = (entry.runtime == .binary ? [script] : [runtime.path] + runtime.flags + [script]) + arguments
        let made = [
            "PATH=/usr/local/bin:/usr/bin:/bin", "HOME=\(keepsWork ? "/tmp" : "/work")", "PWD=/work", "TMPDIR=/tmp",
            "USER=mayfly",
            "MAYFLY_SESSION=\(session)", "MAYFLY_IN=/inputs", "MAYFLY_OUT=/outputs",
        ]
        let chosen = variables.sorted { $0.name < $1.name }.map { "\($0.name)=\($0.value)" }
        environment = made + (variables.contains { $0.name == "LANG" } ? [] : ["LANG=C.UTF-8"]) + chosen
    }

    package var description: String {
        "execute \(program)\n" + arguments.map { "  argument \($0)\n" }.joined()
            + environment.map { "  \($0)\n" }.joined()
    }
}
