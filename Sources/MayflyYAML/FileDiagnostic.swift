/// One thing that is wrong with a file, and where.
///
/// Prints as compilers do, so that an editor jumps to it: `strict.yaml:14:13: error: spec.limits.memory: …`.
package struct FileDiagnostic: Error, Hashable, Sendable {
    /// The file's name, as it was given.
    package var file: String
    /// Counted from 1.
    package var line: Int
    /// Counted from 1, in Unicode scalars.
    package var column: Int
    /// Where in the document, for example `spec.limits.memory`; empty for the document itself.
    package var path: String
    /// What is wrong and what would be right.
    package var message: String

    package init(file: String, line: Int, column: Int, path: String, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.path = path
        self.message = message
    }
}

extension FileDiagnostic: CustomStringConvertible {
    package var description: String {
        "\(file):\(line):\(column): error: " + (path.isEmpty ? "" : "\(path): ") + message
    }
}
