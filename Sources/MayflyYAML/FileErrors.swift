/// All errors of one or more files, in the order of the files and of their lines.
package struct FileErrors: Error, Hashable, Sendable {
    package let diagnostics: [FileDiagnostic]

    package init(_ diagnostics: [FileDiagnostic]) {
        self.diagnostics = diagnostics
    }

    /// One line for each error; whole lines at the end are left out so that the text has at most `bound` bytes.
    ///
    /// Then the last line says how many are missing.
    package func text(bound: Int) -> String {
        var text = ""
        for (index, diagnostic) in diagnostics.enumerated() {
            let line = "\(diagnostic)\n"
            guard text.utf8.count + line.utf8.count + 64 <= bound else {
                return text + "… and \(diagnostics.count - index) more errors\n"
            }
            text += line
        }
        return text
    }
}
