/// One error in a file, with its place.
///
/// Printed in the form of compilers, so that an editor can jump to it: `strict.yaml:14:13: error: spec.limits.memory: …`.
package struct FileDiagnostic: Error, Hashable, Sendable {
    /// The file's name as given.
    package var file: String
    /// The line, counted from 1.
    package var line: Int
    /// The column, counted from 1 in Unicode scalars.
    package var column: Int
    /// The place in the document, for example `spec.limits.memory`; empty for the document itself.
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
