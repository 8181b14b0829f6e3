internal import Yams

/// Collects the errors of one file, so that one pass shows them all.
package final class DiagnosticCollector {
    /// The file's name, as errors print it.
    package let file: String
    private var diagnostics: [FileDiagnostic] = []
    /// More than this many help nobody, and a file made for it could have tens of thousands.
    private static let most = 100

    package init(file: String) {
        self.file = file
    }

    /// Whether nothing was reported.
    package var isEmpty: Bool { diagnostics.isEmpty }

    /// What was reported, in the order of lines.
    package var sorted: [FileDiagnostic] {
        diagnostics.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    /// Reports an error once, however often it is found; the first hundred of them.
    func report(_ message: String, at mark: Mark?, path: String = "") {
        report(message, line: mark?.line ?? 1, column: mark?.column ?? 1, path: path)
    }

    /// Reports an error at a line and a column, counted from 1.
    func report(_ message: String, line: Int, column: Int, path: String = "") {
        let diagnostic = FileDiagnostic(
            file: file,
            line: max(line, 1),
            column: max(column, 1),
            path: path,
            message: message
        )
        if diagnostics.count < Self.most, !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
    }
}
